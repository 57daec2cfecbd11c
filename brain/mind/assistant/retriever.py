"""The store's documents as a LlamaIndex retriever, for the process that has LlamaIndex anyway."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from knowledge.passage_search import FoundPassage

Search = Callable[[str], Sequence[FoundPassage]]


class PassageRetriever(BaseRetriever):
    """Gives passages as nodes: the id is the passage's, the score the share that it answers.

    Further ways to ask stand in the query bundle's `custom_embedding_strs`; the best one counts.
    """

    def __init__(self, search: Search, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self._search = search

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        best: dict[str, NodeWithScore] = {}
        for asked in (query_bundle.query_str, *(query_bundle.custom_embedding_strs or ())):
            for found in self._search(asked):
                known = best.get(found.passage.id)
                if known is None or found.score > (known.score or 0.0):
                    best[found.passage.id] = node_of(found)
        return sorted(best.values(), key=lambda node: -(node.score or 0.0))


def node_of(found: FoundPassage) -> NodeWithScore:
    told = {"title": found.passage.title, "heading": found.passage.heading, "found": found}
    node = TextNode(id_=found.passage.id, text=found.passage.body, metadata=told)
    return NodeWithScore(node=node, score=found.score)


def fused(search: Search, said: str) -> Search:
    """Search for a question and for the customer's own words at once."""
    retriever = PassageRetriever(search)

    def find(question: str) -> list[FoundPassage]:
        asked = QueryBundle(question, custom_embedding_strs=[said])
        return [node.metadata["found"] for node in retriever.retrieve(asked)]

    return find
