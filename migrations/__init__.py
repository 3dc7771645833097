"""How the tables came to be, step by step. The steps never import the bot."""
