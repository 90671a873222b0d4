#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader is given: starts the program with its window on a display and a bus of its
own, and walks all of it through AT-SPI.

    tests/ui/atspi/walk.py build/release/app/loopscope

Needs Xvfb, dbus-run-session, at-spi2-core and python3-pyatspi of the distribution. Prints every control with its role,
and fails where one that can have the focus has no name, where a name has the sign of a key or ends in
a comma, where a kind of control is not there, or where one that is named has no room on the screen.
"""
import collections
import os
import subprocess
import sys
import tempfile
import time

INSIDE = "LOOPSCOPE_ATSPI_INSIDE"
PATIENCE = 30  # s
# At least so many of each are on the screen while a server and a client run.
WANTED = {"frame": 1, "menu bar": 1, "menu item": 6, "tool bar": 1, "push button": 5,
          "page tab list": 1, "page tab": 6, "tree": 1, "table": 1, "text": 1}
# What stands for something of the model or the frame and never has the focus itself.
PARTS = {"table cell", "table row", "table column header", "tree item", "list item", "filler", "panel",
         "label", "separator", "scroll bar", "application", "layered pane", "status bar"}


def again():
    """Runs this script once more, with a display and a session bus of its own."""
    with tempfile.TemporaryDirectory() as home:
        display = subprocess.Popen(["Xvfb", "-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            number = display.stdout.readline().decode().strip()
            environment = dict(os.environ, DISPLAY=":" + number, HOME=home, XDG_CONFIG_HOME=home,
                               XDG_STATE_HOME=home, XDG_RUNTIME_DIR=home, QT_QPA_PLATFORM="xcb",
                               QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1", LC_ALL="C.UTF-8")
            environment[INSIDE] = "1"
            os.chmod(home, 0o700)
            return subprocess.run(["dbus-run-session", "--", "/usr/bin/python3", *sys.argv],
                                  env=environment).returncode
        finally:
            display.terminate()
            display.wait()


def until(ask):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if (answer := ask()):
            return answer
        time.sleep(0.1)
    return None


def walk(node, depth=0):
    yield node, depth
    for index in range(min(node.childCount, 200)):
        child = node.getChildAtIndex(index)
        if child is not None:
            yield from walk(child, depth + 1)


def main():
    import pyatspi

    subprocess.Popen(["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"],
                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    program = subprocess.Popen([sys.argv[1], "--serve", "echo://127.0.0.1:0", "--connect",
                                "load://127.0.0.1:0?connections=3&rate=20", "--size", "1280x800"])
    try:
        def ours():
            desktop = pyatspi.Registry.getDesktop(0)
            for index in range(desktop.childCount):
                found = desktop.getChildAtIndex(index)
                if found is not None and found.name.lower() == "loopscope":
                    return found if found.childCount else None
            return None

        application = until(ours)
        if not application:
            print("the program is not on the accessibility bus")
            return 1
        time.sleep(2)  # rows
        counts = collections.Counter()
        wrong = []
        for node, depth in walk(application):
            role, name, states = node.getRoleName(), node.name, node.getState()
            if not states.contains(pyatspi.STATE_SHOWING) and role not in ("application", "menu item"):
                continue
            counts[role] += 1
            focusable = states.contains(pyatspi.STATE_FOCUSABLE)
            if role not in PARTS or name:
                print("  " * depth + f"{role}: {name!r}" + ("" if focusable else " (no focus)"))
            if focusable and not name and role not in PARTS:
                wrong.append(f"no name: {role} below {node.parent.name!r}")
            if "&" in name or name.rstrip().endswith(","):
                wrong.append(f"not to be spoken: {role} {name!r}")
            if name and role in ("push button", "text", "page tab", "check box", "combo box"):
                box = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
                if box.width <= 0 or box.height <= 0:
                    wrong.append(f"no room: {role} {name!r}")
        for role, least in WANTED.items():
            if counts[role] < least:
                wrong.append(f"{counts[role]} of the role '{role}', at least {least} wanted")
        print("\n".join(wrong) or f"{sum(counts.values())} objects, all named")
        return 1 if wrong else 0
    finally:
        program.terminate()
        program.wait()


if __name__ == "__main__":
    sys.exit(main() if os.environ.get(INSIDE) else again())
