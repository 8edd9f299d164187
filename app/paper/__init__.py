"""Paper: letters and forms as PDF, from words that others chose. Knows sheets, letters of the alphabet and where a window is; no Flask, no
database.
"""
