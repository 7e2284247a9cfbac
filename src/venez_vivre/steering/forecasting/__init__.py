"""How many households will settle: what was known on a day, chances by age, draws of the future."""
