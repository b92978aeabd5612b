"""`python app.py` serves the web chat: the same as `article-assistant serve`, with the same options."""

import sys


def main() -> None:
    from assistant.__main__ import main as command  # here, so that importing this file loads nothing

    sys.argv.insert(1, "serve")
    command()


if __name__ == "__main__":
    main()
