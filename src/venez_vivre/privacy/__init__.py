"""What is owed to the people of the files: what they are told, what they may ask for."""
