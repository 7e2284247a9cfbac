"""Several local bases brought into one: rows known, people recognised, what changed since."""
