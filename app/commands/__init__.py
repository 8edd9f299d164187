"""The command line: one file a noun. Errors are one sentence on stderr and a code that is not zero."""
