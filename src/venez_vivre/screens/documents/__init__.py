"""How reports look: each section of a document as blocks that every format draws."""
