"""PostgreSQL as Django has it, with an end to waiting and to the length of a statement."""
