"""What may be shown in public: which figures are masked, and the proof that none comes back."""
