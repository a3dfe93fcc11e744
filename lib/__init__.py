"""What the chapters of the book call, in floors: imports go down only."""
