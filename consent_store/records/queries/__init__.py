"""Every read, named as a question, one noun a module; each answers with frozen values, never with rows."""
