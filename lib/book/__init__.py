"""Process and path: commands, execution, assembly, checks."""
