"""How well customers are served: written dialogues, run through the whole system and judged."""
