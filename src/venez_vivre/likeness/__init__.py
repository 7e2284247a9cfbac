"""Who resembles whom: people compared by explained weights, two by two or a whole base at once."""
