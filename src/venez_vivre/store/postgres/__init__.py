"""A base on a PostgreSQL server: the same store, the same SQL, another engine."""
