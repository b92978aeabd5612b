"""The entry point of the command: `article-assistant`, or `python -m assistant`."""

from __future__ import annotations

import os
import sys

STOPPED = 130  # exit status of a command that was stopped with Ctrl-C


def main() -> None:
    if sys.argv[1:2] == ["serve"] and "--help" not in sys.argv and "CITED_ARTICLES_WORKER" not in os.environ:
        print("Starting…", flush=True)
    try:
        from assistant.cli import main as command  # takes seconds, so Ctrl-C may be pressed

        command()
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        _end()
    except SystemExit as ended:
        if ended.code == STOPPED:
            _end()
        raise


def _end() -> None:
    """Ends the process at once, without waiting for other threads or for the teardown, which would take seconds."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(STOPPED)


if __name__ == "__main__":
    main()
