"""What Ley 172-13 asks for: telling customers, showing, erasing and forgetting what is kept."""
