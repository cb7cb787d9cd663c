"""Runs a command on a terminal of its own: terminal.py COLUMNS COMMAND...

Standard input is what is typed, standard output what the terminal shows. The end of standard input hangs the terminal up.
When the command has ended, a line of JSON on standard error has its status and the terminal's mode.
"""

import fcntl
import json
import os
import select
import struct
import sys
import termios

master, slave = os.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
child = os.fork()
if child == 0:
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for descriptor in (0, 1, 2):
        os.dup2(slave, descriptor)
    os.closerange(3, 256)
    os.execvp(sys.argv[2], sys.argv[2:])

hung_up = False
ended = 0
while not ended:
    ready = select.select([] if hung_up else [0, master], [], [], 0.05)[0]
    if master in ready:
        os.write(1, os.read(master, 65536))
    if 0 in ready:
        typed = os.read(0, 65536)
        if typed:
            os.write(master, typed)
        else:
            os.close(master)
            hung_up = True
    ended, wait_status = os.waitpid(child, os.WNOHANG)

while not hung_up and select.select([master], [], [], 0)[0]:
    os.write(1, os.read(master, 65536))
local_modes = 0 if hung_up else termios.tcgetattr(slave)[3]
result = {
    "status": os.waitstatus_to_exitcode(wait_status),
    "raw": not (local_modes & termios.ICANON and local_modes & termios.ECHO and local_modes & termios.ISIG),
}
print(json.dumps(result), file=sys.stderr)
