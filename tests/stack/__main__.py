"""make stack: the production stack on this machine until Ctrl-C. With --check: tried, measured, stopped."""

import argparse
import json
import os
import signal
import sys
import time
from pathlib import Path

from tests.stack.checking import check
from tests.stack.machine import PORT, Machine, prepare


def main() -> int:
    parser = argparse.ArgumentParser(prog="make stack")
    parser.add_argument("--check", action="store_true", help="try it, print figures, and stop")
    wanted = parser.parse_args()
    data = Path(os.environ.get("CAMPUS_DATA", "var")).resolve() / "stack"
    data.mkdir(parents=True, exist_ok=True)
    for number in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # a shell starts what runs in its background deaf to the first
        signal.signal(number, signal.default_int_handler)
    machine = Machine(prepare(data))
    try:
        start = time.monotonic()
        machine.start()
        seconds = time.monotonic() - start
        if wanted.check:
            told, faults = check(machine)
            sys.stdout.write(
                json.dumps({"all parts ready after s": round(seconds, 1)} | told, indent=1) + "\n"
            )
            sys.stdout.write(("\n".join(faults) or "All is as it should be.") + "\n")
            return 1 if faults else 0
        sys.stdout.write(
            f"The campus is open: http://localhost:{PORT}/   (Ctrl-C stops all parts; {data / 'stack.log'})\n"
        )
        sys.stdout.flush()
        while not machine.ended():
            time.sleep(0.5)
        sys.stderr.write(f"Ended by itself: {', '.join(machine.ended())}. All parts are stopped.\n")
    except KeyboardInterrupt:
        return 0
    finally:
        machine.stop()
    return 1


if __name__ == "__main__":
    sys.exit(main())
