"""Who said what: quotations, reported speech, speakers. The only room that knows spaCy."""
