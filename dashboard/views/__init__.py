"""The pages, each a thin layout: widgets, text, order."""
