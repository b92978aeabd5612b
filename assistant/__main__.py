"""Where the command begins: `article-assistant`, or `python -m assistant`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    if sys.argv[1:2] == ["serve"] and "--help" not in sys.argv and "CITED_ARTICLES_WORKER" not in os.environ:
        print("Starting…", flush=True)
    try:
        from assistant.cli import main as command  # takes seconds, in which Ctrl-C may come

        command()
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
