"""Files and addresses to articles."""
