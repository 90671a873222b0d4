<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Loopscope</name>
    <message numerus="yes">
        <source>%1  %n times  %2</source>
        <translation>
            <numerusform>%1  %n time  %2</numerusform>
            <numerusform>%1  %n times  %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n changed)</source>
        <translation>
            <numerusform>%1 (%n changed)</numerusform>
            <numerusform>%1 (%n changed)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n more)</source>
        <translation>
            <numerusform>%1 (%n more)</numerusform>
            <numerusform>%1 (%n more)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 datagram(s), %2</source>
        <translation>
            <numerusform>%1 datagram, %2</numerusform>
            <numerusform>%1 datagrams, %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 difference(s)</source>
        <translation>
            <numerusform>%1 difference</numerusform>
            <numerusform>%1 differences</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 error(s) (%2)</source>
        <translation>
            <numerusform>%1 error (%2)</numerusform>
            <numerusform>%1 errors (%2)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 event(s) merged</source>
        <translation>
            <numerusform>%1 event merged</numerusform>
            <numerusform>%1 events merged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 hits</source>
        <translation>
            <numerusform>%1 hit</numerusform>
            <numerusform>%1 hits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 line(s) sent, %2 back</source>
        <translation>
            <numerusform>%1 line sent, %2 back</numerusform>
            <numerusform>%1 lines sent, %2 back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 message(s)</source>
        <translation>
            <numerusform>%1 message</numerusform>
            <numerusform>%1 messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 message(s) sent</source>
        <translation>
            <numerusform>%1 message sent</numerusform>
            <numerusform>%1 messages sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 open, %2 in all, %3 message(s), %4</source>
        <translation>
            <numerusform>%1 open, %2 in all, %3 message, %4</numerusform>
            <numerusform>%1 open, %2 in all, %3 messages, %4</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 wait to be sent; its writer was paused %n times</source>
        <translation>
            <numerusform>%1 wait to be sent; its writer was paused %n time</numerusform>
            <numerusform>%1 wait to be sent; its writer was paused %n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n errors</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more task(s) have no lane</source>
        <translation>
            <numerusform>%n more task has no lane</numerusform>
            <numerusform>%n more tasks have no lane</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) are running. Stop them and close?</source>
        <translation>
            <numerusform>%n session is running. Stop it and close?</numerusform>
            <numerusform>%n sessions are running. Stop them and close?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step(s) in %1</source>
        <translation>
            <numerusform>%n step in %1</numerusform>
            <numerusform>%n steps in %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n task</numerusform>
            <numerusform>%n tasks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n times, last at %1</source>
        <translation>
            <numerusform>%n time, last at %1</numerusform>
            <numerusform>%n times, last at %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %1 fault(s)</source>
        <translation>
            <numerusform>, %1 fault</numerusform>
            <numerusform>, %1 faults</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>abort %n connection(s)</source>
        <translation>
            <numerusform>abort %n connection</numerusform>
            <numerusform>abort %n connections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more place(s)</source>
        <translation>
            <numerusform>and %n more place</numerusform>
            <numerusform>and %n more places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>cancel %n task(s)</source>
        <translation>
            <numerusform>cancel %n task</numerusform>
            <numerusform>cancel %n tasks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>close %n connection(s)</source>
        <translation>
            <numerusform>close %n connection</numerusform>
            <numerusform>close %n connections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>from byte %1 on, %2 byte(s) fewer than in the recording</source>
        <translation>
            <numerusform>from byte %1 on, %2 byte fewer than in the recording</numerusform>
            <numerusform>from byte %1 on, %2 bytes fewer than in the recording</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>from byte %1 on, %2 byte(s) more than in the recording</source>
        <translation>
            <numerusform>from byte %1 on, %2 byte more than in the recording</numerusform>
            <numerusform>from byte %1 on, %2 bytes more than in the recording</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>this machine stood still for %1, %2 message(s) not timed</source>
        <translation>
            <numerusform>this machine stood still for %1, %2 message not timed</numerusform>
            <numerusform>this machine stood still for %1, %2 messages not timed</numerusform>
        </translation>
    </message>
</context>
</TS>
