"""The matching of everybody spread over processes or machines, with the answer of one process."""
