"""`python -m unionstats`: the command, where the folder of installed commands is not on the search path."""

from unionstats.cli.app import main

if __name__ == "__main__":
    main()
