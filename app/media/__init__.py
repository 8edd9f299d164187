"""Files without opinions: pictures opened safely, oriented, stripped and encoded. No Flask, no database."""
