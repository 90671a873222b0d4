<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>Loopscope</name>
    <message>
        <source>
A URL is KIND[+TRANSPORT]://HOST:PORT[?option=value&amp;...], as in
echo://127.0.0.1:8881?api=streams&amp;prefix=Re:%20. IPv6 addresses stand in brackets;
port 0 takes any free one; times are in seconds or as 300ms, 2m, 1h; sizes in bytes or as 64k, 1M, 2GB.
</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
Clients, for --connect:
</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
Exit status: 0 when all went well or a signal ended it, 1 for what failed while running, for output
that could not be written and for a limit that was not met, 2 for a wrong command line or scenario.
</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
Faults, for fault= of any session, in each message that passes:
</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
Limits, for limit= of a client, such as p99&lt;5ms, errors&lt;1 or rate&gt;=1000:
</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
Servers, for --serve:
</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> pt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · %1 dropped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · %1 merged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · nothing dropped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · the first %1 have left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>"%1": "%2" is not a time; write it as "200ms" or "5s"</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>"hex": "%1" is not hex; write pairs of digits such as "00 ff"</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>"message" is not a number from 1; write {"message": 3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>"messages": "%1" is unknown; use "lines" or "chunks"</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>"on" is not one thing; write "connect", or an object with %1, as in {"text": "HELO"}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>"regex": "%1" is not a regular expression: %2 at character %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>$EDITOR is not set. Set it, or choose another editor in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>$EDITOR, in a terminal</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1  %n times  %2</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1  connections %2  tasks %3  timers %4  %5 msg/s  in %6  out %7  lag %8 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  lag %2 (p99 %3)  ready %4  tasks %5  timers %6  %7 msg/s  %8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>name of an option, what is wrong with it</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n more)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (over %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (p99 %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (pauses above %2, resumes below %3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 &gt; low %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 It was not sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 MiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 TLS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 already exists and is not a socket. Choose another path, or remove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 broke the connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 buffered; writing pauses above %2 and resumes below %3. Pauses so far: %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be read: %2. Check its name and its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be read: it is %2. Name a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be read: it is larger than %2, the most that is taken here. Use a smaller file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be recorded into: %2. Free some space there, or choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be removed. Look at who may write to its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be replaced: %2. Name another file, or remove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be saved: nothing was recorded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be served at: %2. Choose another address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be served at: %2. Choose another path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be started to show %2. Choose another editor in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot use the transport '%2'; use %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 closed the connection without answering.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 closed the connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 connections are passed on, as many as descriptors allow: more are broken off. Raise the limit with 'ulimit -n' before the program starts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 contains no private key in PEM form. Name the file with the key as key=FILE.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 datagrams wait for their answers: those that come now get none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 datagrams, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not answer. Check the host, the port, and firewalls in between.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not apply to datagrams; use %2 on a udp session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not show the certificate in %2 but %3. Check that it is the right server, and whether its certificate was replaced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 dumps are the most of one run: no more are written, but at SIGUSR1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ends in no known format: choose .csv or .jsonl.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 errors (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 events merged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has none; remove them</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 hits</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is about a recording, and without a window there is none; add --record FILE.loopscope.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is being recorded by another program. Name another file, or end that program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is for datagrams only; use it on a udp session, or corrupt, stall or reset here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is in use by another program. Choose another path, or end that program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not a recording of Loopscope. Name a file that it saved, which ends in .loopscope.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not an address of this machine. Use 127.0.0.1 for this machine alone, or 0.0.0.0 for all of its addresses.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not on this computer. Choose the folder of its sources in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not understood; use %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is the recording itself: name another file to write.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is there already, and is not a recording that may be replaced. Name another file, or remove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 leads back to this server: such connections are broken off. Write to=HOST:PORT of another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 leads to this server itself. Write to=HOST:PORT of another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lines sent, %2 back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lines were left out here: nobody read what was before them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 met</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 met: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 mismatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 more files can be open, and %2 are needed (ulimit -n shows the limit)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 more lines arrived than can be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 msg/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 needs %2 above 0, as in %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 needs a time, as in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 needs a value; write %1 %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 not met: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 not met: nothing was measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 lines sent, %3 answered, %4 back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 on connection #%2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 open, %2 in all, %3 messages, %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 or %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 out of descriptors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 out of local ports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 out of memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 over the last minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 permission denied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ports from %2 go beyond 65535. Use fewer, or a lower first port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 scheduled at %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 sent back no message as it was sent: %2. Use a server that returns what it receives, such as echo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 sent, %2 back, messages: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 since %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 takes no more connections: too many wait for it to accept them. Use fewer, or open them over a longer ramp.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 takes no value; write %1 alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 takes no value; write it alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 timeout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 too large for a datagram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 unanswered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 unknown host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 unreachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was recorded by a newer Loopscope (its format is %2, and this one reads up to %3). Read it with that, or update this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>bytes in and out</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – Loopscope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>name of a tab, its count</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, created at %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, expired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, messages: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, not valid yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2: %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: a recording is looked at in a window, and there is none here; write what it holds with 'loopscope export %1 FILE.jsonl'.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: a session needs --serve or --connect before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: this is not JSON: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1:%2 is not a time up to a day; write it as 50ms, 2s or 0.5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1; 0: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1=%2 contains no certificate in PEM form. Use a file with a BEGIN CERTIFICATE line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1×</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%file and %line are replaced by the place that is opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n errors</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) are running. Stop them and close?</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n times, last at %1</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;About Loopscope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Activity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Address of new servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Capture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Debug mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Debug mode is on from the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Editor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Faults…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Fixed-width text size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Insert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep on disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Notices…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open a recording…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Previous named moment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Sources</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop and close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Text size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Transport</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Warnings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>'%1' %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>'%1' after the ] is not understood; the port follows as in [::1]:8881</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>'%1' after the port is not understood; options begin with ?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>'%1' is not UTF-8 text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>'%1' is not a byte in hex; write two digits for each, as in 0d 0a</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>'%1' is not a host; use a name such as localhost or an address such as 127.0.0.1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>'%1' is not a percent-encoded byte; write a percent sign as %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>'%1' is not a zone; use the name or number of an interface, as in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>'%1' is not an IPv4 address; use four numbers from 0 to 255, as in 127.0.0.1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>'%1' is not an IPv6 address; only those are written in brackets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>'%1' is not an IPv6 address; use one such as [::1]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>'%1' is not an escape; use \r, \n, \t, \0, \\ or \x and two hex digits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>'%1' is unknown to %2; use %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>'%1' is unknown; use %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, %1 failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, %1 faults</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, %1 missed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, %1 not answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, %1 sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, 0: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--connect %1: %2 is a server; use --serve for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--connect %1: port 0 is that of the --serve before it, and there is none; use 1 to 65535, or put a --serve first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--dump-on writes what --keep or --keep-for keeps, and there is neither; add --keep 200MB, or --keep-for 10min.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--export %1: the name says the format; use one that ends in .jsonl or .csv.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--export %1: there is no folder %2; make it, or use another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--export-filter says what --export writes, and there is none; add --export FILE.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--filter needs a value; write it as in the filter field of the window, such as 'event:data bytes&gt;1kB'.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--for %1 is not a time to run; use seconds above 0, such as 5 or 0.5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--format %1 is not a format; use jsonl or csv.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--junit %1: there is no folder %2; make it, or use another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--mark %1: %2 has a mark already; use %3 for another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--mark %1: write a signal and, if you like, a name, such as SIGUSR2 or SIGUSR2=before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--mark and --dump-on both wait for SIGUSR1; use SIGUSR2 for the mark.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--record and --export both write %1; name two files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--screenshot %1: there is no folder %2; make it, or use another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--screenshot %1: use a name that ends in .png.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--screenshot needs a window, and --headless has none; use one of them, or -platform offscreen instead of --headless.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--serve %1: %2 is a client; use --connect for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--size, --theme, --view and --language are of a window, and --headless has none; use one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0, any free port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0, the port of the server started last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 error (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1/%1×</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>10 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2 GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>20 GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>200 MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>30 seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>4 KiB of each message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>5 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; default %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; over %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A certificate could not be created. Name one of your own with cert= and key=.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A command of your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A datagram from %1 is not answered: the answer might be answered in its turn, for ever. More of them are counted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A language is spoken from the next start on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A search term is missing here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A step back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A step forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A value is missing after “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A&amp;bort connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ALPN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ALPN %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Loopscope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept no IPv4 connections on [::]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept only a certificate valid for the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept only a certificate valid for the target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activity, last 60 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a &amp;fault ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alert received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alert sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An instrument for asynchronous programs: it runs servers and clients, and shows every connection, task, timer and warning of theirs.

Licence: GPL-3.0-or-later; its core, in loop/, MIT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program has been making the TLS certificate in %1 for %2 s. End it, or name a certificate of your own with cert= and key=.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers by rules: what to send when, and when to disconnect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers that are not what was sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appended to each line, except in hex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appended to each line, such as %0A for a line feed, or 0a in hex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As all of its session, until they are changed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As te&amp;xt…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As wide as the text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to li&amp;ve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beyond its budget the oldest part of a recording leaves. What the command line says comes first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Busy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes &amp;received…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes &amp;sent…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes as pairs of hex digits, sent without a line ending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;ancel task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;lose connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;olumns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Callback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot create a socket at %1. Choose a path in a folder that you can write to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificate %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes apply at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the disk, or choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a place that you may write to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cipher</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ciphers to allow, by OpenSSL's names, separated by colons; names with TLS_ are of TLS 1.3, all others of TLS 1.2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close Loopscope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closed connections and finished tasks; the log keeps them all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours of the window: system, light or dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column headers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comman&amp;ds…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Completions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting to %1 is not permitted. Check the socket's permissions and firewalls.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection closed: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection from: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections not made, or closed because a message had no answer, within timeout=</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections refused, or broken off by the peer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections, Tasks, Timers, Warnings, Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contains</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Content</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context menu of the row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy command &amp;line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the command line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the selected rows, or everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coroutine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct the marked fields first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Created at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Created by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+1 … Ctrl+5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decide later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detach %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direction, probability and what triggers it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discards what it receives and never answers (RFC 863)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss the notice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Due in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duration of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit the rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Editor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends in CRLF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends in LF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the path of the socket, such as /tmp/%1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equivalent command line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error of the session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escapes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that was said here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export &amp;what the filter shows…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export as &amp;JSON Lines…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export as CS&amp;V…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export as JSON Lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export what the filter shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export what this filter of the log shows, such as 'event:data bytes&gt;1kB'</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fault applied to each connection, such as latency:50ms,jitter:10ms,direction:out; may be repeated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faults</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faults need a session, and this has none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faults need a transport, and api=sockets has none. Use api=streams or api=protocol.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faults of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faults of this connect&amp;ion…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faults, one per line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File that the secrets of each connection are appended to, so that Wireshark can decrypt a capture; default: $SSLKEYLOGFILE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File whose lines are sent at once; - for standard input, the default without a window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File whose lines are sent instead; - for standard input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter   peer:127.0.0.1 state:open in&gt;1MB   %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in the conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in the strea&amp;m</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flight recorder (%1): what led to it is written to %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forwards connections to another server and shows the traffic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space there, or choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freezes the view; the sessions keep running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to &amp;task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to co&amp;nnection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half-close the connection at the end of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Handshake</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hits so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host name to ask the server for; default: the one that is verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How lines are written; with escapes, \r \n \x00 stand for bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long each message blocks the whole loop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In and out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interval between lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl *.ndjson *.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl *.ndjson *.json);;CSV (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON file of rules, or the JSON itself; default: an example</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep %1 as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep &amp;for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the last of the recording, as 10min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the newest of the recording, as 200MB; the oldest leave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key exchange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language of the window, such as en or de</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last activity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out so far: %1 events, %2 of data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Level of the core's API that the server uses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit not met: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit to meet, such as p99&lt;5ms or errors&lt;1; may be repeated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line %1 of %2 has more than a mebibyte, which is too long for format=%3. Use format=plain, or shorter lines.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line %1 of %2: %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line ending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line to send; may be repeated, or contain several lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live: what is shown happens now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lo&amp;g</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Local</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest wait for an answer before the next line is sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loop %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loop %1 held for %2 by %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loopscope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loopscope %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make its folder, or choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marked: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maximum number of connections waiting to be accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Merged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message size in bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message to %1, sent with Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages answered as they were sent; for lines, lines answered; for repeat, lines sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages answered per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages in flight per connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages per second in total, each timed from when it is due</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moment that is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Na&amp;me this moment…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name that the certificate must be valid for; default: the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name that the target's certificate must be valid for; default: the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name this moment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Named m&amp;oments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ne&amp;xt named moment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Negotiated TLS parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New &amp;client…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New &amp;server…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New clie&amp;nt…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New serve&amp;r…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Newest version of TLS to accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No line ending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No local port is left for another connection to %1. Use fewer connections, or wait a minute until the ports of closed ones are free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No moment has a name yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No more connections can be opened: all %1 descriptors that this program may have are in use. Raise the limit with 'ulimit -n' before it starts, or use fewer connections.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No more lines are read: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No payload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No recording was opened yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody reads standard output, so the end of it is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found in this conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not valid: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing accepts connections at %1. Start the server first, or check the host and the port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing goes wrong on purpose. Add a fault to see what becomes of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is running yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent: the connection to %1 is not open for it. Start the session again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of concurrent connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of consecutive ports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OCSP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Occasions without a dump of their own, since another was just written: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of a datagram with more than %1 lines, the rest is not answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of every connection of this session, at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Oldest version of TLS to accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One per line: %1. Each may have: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a scenario</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open scenar&amp;io…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the line in the e&amp;ditor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or name a certificate of your own with cert= and key=.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other computers reach what listens on 0.0.0.0 or on an address of this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other machines can connect to it at %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other machines can connect to it: %1 stands for every address of this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other messages due and not answered when their connection or the run ended. At the end, answers that may still come are awaited for a second, or for twice the longest time measured where that is more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Over %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Over udp there are no connections: rules for connecting and for silence have no effect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P&amp;ath</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PEM file of authorities; clients need a certificate signed by one of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PEM file of certificate authorities to trust for the target instead of the system's</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PEM file of certificate authorities to trust instead of the system's</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PEM file with its key; default: the file given as cert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PEM file with the certificate and its chain; default: one generated for localhost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PEM file with the client's certificate and its chain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PEM file with the key; default: the file given as cert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PEM file with the only certificate to accept from the target, whoever signed it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PEM file with the only certificate to accept, whoever signed it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pauses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payload kept of each message: all, none or its first bytes, as 4k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pla&amp;y</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port %1 is for privileged programs. Choose one from 1024, or 0 for any free one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port %1 is in use by another program. Choose another port, or 0 for any free one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Position in the recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print the version, then exit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print this, then exit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Probability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Protocols to accept, such as h2,http/1.1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Protocols to offer, preferred first, such as h2,http/1.1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put a mark of that name into the recording at each such signal; may be repeated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Qt Creator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>R&amp;ules…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raise the limit on the size of files with 'ulimit -f', or choose another disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random seed; the same seed repeats the same faults</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rate, last 10 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent recordin&amp;gs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recor&amp;ding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record into FILE from the beginning; it stays, and can be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording is off: cannot create a file in %1 (%2). Make room there, or choose another folder with TMPDIR.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recordings (*.loopscope)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relay bytes as received instead of lines prefixed with the sender</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relays what each client sends to all others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename the message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reports slow callbacks, coroutines that were never awaited and calls from the wrong thread; costs some speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rese&amp;nd the last message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resend last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rewin&amp;d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rewind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rewound to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows of what has &amp;ended stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rule %1: its pattern gave up on a message of %2 bytes, which counts as not fitting. Make the pattern simpler.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rules of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rules, as JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run a scenario, a JSON file of sessions and limits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run the loop in debug mode, which finds mistakes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run without a window, with a summary line a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;essions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;how this moment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SSLKEYLOGFILE=%1 cannot be written: %2. No TLS secrets are logged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;recording…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a picture of the window after --for seconds (1 if absent), then exit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save sc&amp;enario…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the bytes received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the bytes sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the running sessions as a scenario</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scenarios (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Se&amp;lection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See&amp;d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a connection or a task to inspect it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send the file or standard input byte for byte, without lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends back what it receives</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends lines one at a time, waiting for the answer to each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends messages over many connections and measures response times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends printable characters endlessly (RFC 864)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends the date and time as text (RFC 867)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends the same line repeatedly, at fixed intervals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends the seconds since 1900 as 4 bytes (RFC 868)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends what you type and shows what comes back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share the port with other servers that set this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift+F10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show as hex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show as text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show connections, tasks, timers, warnings, log or timeline, and inspect the first row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in the lo&amp;g</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows what it receives line by line and never answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the window in pixels; of a picture 1280x800 if absent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed of playing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>St&amp;op</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sta&amp;rt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard output cannot be written: %1. Check where it goes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stands in for sockperf's own server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a client; may be repeated. Port 0: that of the --serve before it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a server and a client here, and watch every connection, task, timer and warning as it happens.
The sample is an echo server with a few clients that talk to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a server; may be repeated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the sa&amp;mple</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start what reads it, or name a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State of the loops</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop after this time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop pla&amp;ying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stream</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subjects of the settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suspended at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TLS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TLS with %1 failed: %2. Check that it speaks TLS at this port, and what it demands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target: HOST:PORT, tls:HOST:PORT or unix:PATH</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Task %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text sent before each reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text with \r \n \t \0 \\ and \x00</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The TLS secrets can no longer be written to %1: %2. Connections made from now on cannot be decrypted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate of %1 is not accepted: %2. Name who signed it with ca=FILE, accept this one with trust=FILE, or any with verify=no.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The closing parenthesis is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The closing quotation mark is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to %1 is closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to %1 is closed. Press Start to open it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The desktop's (xdg-open)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The dump to %1 was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The editor has no command. Write one in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The events that the filter of the log shows, as JSON Lines or CSV; needs a filter there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The export to %1 was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file %1 cannot be used: %2. Check its name, its permissions, and that it is PEM.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first matching rule applies. "on": "connect", {"text": …}, {"hex": …}, {"regex": …}, {"message": 3} or {"silence": "5s"}. "do", in turn: {"send": …}, {"hex": …}, {"file": …}, {"wait": "200ms"}, "close" or "reset". A message is what arrives at once, or, with "messages": "lines", a line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder %1 cannot be made: %2. Make it, or check the permissions of the folders above it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder of %1 does not exist. Make it, or choose another path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder of the sources</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host '%1' is not known: %2. Check its spelling, or use an address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key in %1 does not belong to the certificate in %2. Name the key it was made with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key in %1 is protected by a passphrase. Save it without one, as 'openssl pkey' does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The longest of these times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The message is too large for one datagram to %1. Use at most 65507 bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The moment that is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name cannot be kept in %1: %2. Save a copy that you may change, and open that one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network to %1 is down. Check the network connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture %1 cannot be made. Show the window, or make it smaller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture %1 cannot be made: there is no window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program cannot end as it should: %1. Exports may be missing: end other programs, or raise the limit with 'ulimit -u'.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program cannot start: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording %1 cannot be read: %2. Check its disk, and that the file is still there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording %1 is damaged (%2). Use a copy of it, if there is one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording cannot be saved as %1: %2. Free some space there, or choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording goes on: %1 can be written again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording has stopped: %1 cannot be written (%2). Check its disk: it goes on by itself, with what memory could keep.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording has stopped: the disk of %1 is full. Free some space there: it goes on by itself, with what memory could keep.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording of a run that did not end properly is kept as %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording of a run that did not end properly is left at %1: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rules were not changed: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same seed repeats the same faults</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session cannot start: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sessions of %1 are started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sum of the following, and of all other connection failures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system has no memory left for another connection to %1. Use fewer connections or smaller messages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The time within which that share of the messages was answered: the smallest time measured that so many do not exceed, so p50 of three is the second, and p99 of 150 the 149th. With rate= a message is timed from when it was due, not from when it could be sent. One that was due and never answered counts with its age; a wrong answer is not timed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The window cannot be opened: %1. Use a display that can be reached, or --headless to run without a window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no display for a window: neither DISPLAY nor WAYLAND_DISPLAY is set. Use --headless to run without one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no route to %1. Check the host and the network connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no socket at %1. Start the server first, or check the path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There was nothing to say yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This connection alone has these.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This filter is too long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is nested too deeply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This parenthesis has no opening one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time limit for connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time limit for connecting and for each answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time limit for connecting to the target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time over which connections are opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time without data after which a connection is closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time&amp;rs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool bar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transport</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a command, a session, a kind or a recent file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until cleared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Usage: loopscope [run FILE] [FILE.loopscope]... [option]...
       loopscope export RECORDING OUT... [--filter EXPR] [--format jsonl|csv]
Runs test servers and clients and shows every connection, task, timer and warning live.
A recording, FILE.loopscope, opens in a window of its own.

</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VS Code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Views</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Views of the selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting chain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for this task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What read it has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What recordings keep of each message: all, none, or its first bytes, as in 4k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What will be sent, or why nothing can be</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When and how %1 happens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where files are looked for that were compiled in another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where this machine itself stands still for a quarter of a second or longer (the program stopped, a virtual machine paused), nothing becomes due and no time-out runs meanwhile; messages in flight then count but are not timed. The figures say for how long and how many</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever read standard output has left, so the program ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With --keep, write what led to it to a new file at any of 'warning|limit|lost|SIGUSR1'</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a messa&amp;ge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a recording to OUT, as .jsonl or .csv, or - for standard output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write buffer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the log to FILE at the end, as .jsonl or .csv; may be repeated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write what became of each limit to FILE at the end, as JUnit XML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing %1: %2 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a callback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a name is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a packet is cut off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a packet is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a path cannot contain a zero byte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a pipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a scenario is an object; write {"sessions": [...]}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a session is an object with a URL; write {"url": "echo://127.0.0.1:0"}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a signal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a socket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>action %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>always; or 0.05, 5%</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an IPv6 address needs brackets, as in [::1]:8881</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an event is longer than its data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>any; or 3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>anything; or QUIT\r\n</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>api=sockets is for tcp and unix, not for %1. Use api=streams.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as fast as possible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at once; or 10s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blocked %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes/s in · out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>callback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>certificate of %1, issued by %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ciphers=%1 contains a name that OpenSSL does not know. 'openssl ciphers -s -v' lists those that can be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connection %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connection %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connection-%1-received.bin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connection-%1-sent.bin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>direction:%1 is not a direction; use in, out or both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>direction:in|out|both, probability:0.1; and when: match:BYTES, message:N, after:TIME</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>errors: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>executor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>export comes first; write loopscope export RECORDING OUT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>export needs a recording and a file to write; write loopscope export FILE.loopscope OUT.jsonl, or - for standard output.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>export: %1 is not understood; use --filter or --format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fault %1 of the list is not a fault; write "latency:50ms", or an object with "fault" and "value"</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fault '%1': %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>faults here: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>faults here: none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>faults: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>faults: none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>future</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gather</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>idle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in option %1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is an address; a server is asked for by name only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is neither true nor false; use one of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a capture; use all, none or a size as in 4k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a choice; use %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a fault: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a host name; use letters, digits, dots and hyphens, and xn-- for others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a language; use its code, such as en or de</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a limit; write it as p99&lt;5ms, errors&lt;1 or rate&gt;1000</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a place to connect to: %1; write HOST:PORT, tls:HOST:PORT or unix:PATH</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a size; use WIDTHxHEIGHT in pixels, such as 1280x800, of %1 to %2 each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a size; use bytes such as 64, or a unit as in 64k, 1M</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a size; use such as 200MB or 2GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a time to keep; use 1 second to a year, such as 30s, 10min or 2h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a time; use seconds such as 5 or 0.5, or a unit as in 300ms, 2m, 1h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not a whole number; use %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not text; write it in quotes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not what can be captured; use all, none or a size such as 4k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is out of range; use %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is too little to record in; use 1M or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is unknown; use %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is wrong: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has too many names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is not a rule; write {"on": "connect", "do": [{"send": "hello"}]}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is not a stream of packets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is not one thing to do; write "close", "reset", or an object with %1, as in {"send": "hello"}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its columns differ in length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its next turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>key=%1 is given without a certificate. Add cert= with the PEM file of its certificate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lag %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>limits '%1', which is not measured; use %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line %1, column %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lock, event or queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log %1 events · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log.csv</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log.jsonl</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loop blocked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loop lag p99</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mark: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>match:%1 matches no bytes; use text, with \r \n \x00 \, and \\ for special bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>message:%1 is not a message number; use 1 or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>messages/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>name lookup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>names no occasion for a dump; use any of warning, limit, lost and SIGUSR1, with | or a comma between them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs a number as its bound, such as 1 or 1000</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs a time as its bound, such as 5ms or 0.5s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>never</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no more threads can be started (ulimit -u shows the limit)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not at all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not checked against authorities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing was measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>option %1 is for %2, not for %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>option %1 is given twice; give it once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>option %1 needs a value: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>option %1=%2 %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>option '%1' is unknown to %2; use %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p50 %1, p90 %2, p99 %3, p99.9 %4, max %5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pauses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>port %1 is out of range; use 0 to 65535, 0 for any free port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>port '%1' is not a number; use 0 to 65535, 0 for any free port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>port 0 cannot be connected to; use 1 to 65535</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>port 0 means the port of the server before it, and there is none; use 1 to 65535, or put a server first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>probability:%1 is not a probability; use a number above 0 and up to 1, as in 0.05 or 5%</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recording.loopscope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recv</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>resumed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rule %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rules: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scenario.json</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>server name %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sleep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sleep %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>something else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sslkeylog=%1 cannot be written: %2. Name a file in a folder that exists and is yours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>standard input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>standard output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>task %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tcp, tls, unix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the ] after the IPv6 address is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the client presented none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the example</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the faults are not a list; write {"seed": 1, "faults": ["latency:50ms"]}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the faults are not valid JSON at byte %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the host is missing; use 127.0.0.1 for this machine alone, 0.0.0.0 for every interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name must be text; write it in quotes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the new server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the path has %1 bytes; a socket's path has at most %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the path is missing; write it after the two slashes, as in echo+unix:///tmp/echo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the port is missing; add :0 for any free port, or a number up to 65535</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server presented none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the text is empty; write some, with \r\n for the end of a line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no fault '%1'; use %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no kind of session '%1'; use %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no list of rules; write {"rules": [{"on": "connect", "do": [{"send": "hello"}]}]}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no session to run; write a list of {"url": "echo://127.0.0.1:0"}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no such key; use %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is not JSON (%1); check commas, quotes and brackets there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is not a seed; use a whole number from 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is not a session; write KIND://HOST:PORT, as in echo://127.0.0.1:8881</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is not a time to run; use seconds above 0 such as 5, or a text such as "2m"</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this machine stood still for %1, %2 messages not timed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this machine stood still for %1: messages in flight are not timed, and none became due</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this must be a list; write its texts in square brackets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>timers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tls_min=%1 is newer than tls_max=%2. Leave one of them out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>true or false</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trusted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>udp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>until stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wakes %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>write buffer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>write buffer of #%1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>–</source>
        <comment>no lag measured yet</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” can be: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not a key here. Keys: %2. Use quotes to search for the text itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not a number for “%2”; try %2&gt;%3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is text and cannot be compared by size: write %1:value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… %1 more, not kept</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
