"""`python -m amdesk` is the command line."""

from amdesk.cli import main

if __name__ == "__main__":
    main()
