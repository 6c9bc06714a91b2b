"""The dashboard: pages over a store. Nothing here needs a language model to look at results."""
