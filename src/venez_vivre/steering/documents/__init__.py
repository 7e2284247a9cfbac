"""The reports: each computed once into one document, which every format and every reader shares."""
