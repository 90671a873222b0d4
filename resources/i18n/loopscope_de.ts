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
        <translation>
Eine URL ist ART[+TRANSPORT]://HOST:PORT[?Option=Wert&amp;...], wie in
echo://127.0.0.1:8881?api=streams&amp;prefix=Re:%20. IPv6-Adressen stehen in Klammern;
Port 0 nimmt einen freien; Zeiten in Sekunden oder als 300ms, 2m, 1h; Größen in Bytes oder als 64k, 1M, 2GB.
</translation>
    </message>
    <message>
        <source>
Clients, for --connect:
</source>
        <translation>
Clients, für --connect:
</translation>
    </message>
    <message>
        <source>
Exit status: 0 when all went well or a signal ended it, 1 for what failed while running, for output
that could not be written and for a limit that was not met, 2 for a wrong command line or scenario.
</source>
        <translation>
Status am Ende: 0, wenn alles gut ging oder ein Signal es beendete, 1 für Fehler während des Laufs, für Ausgaben,
die nicht geschrieben werden konnten, und für ein verletztes Limit, 2 für eine falsche Befehlszeile oder ein falsches Szenario.
</translation>
    </message>
    <message>
        <source>
Faults, for fault= of any session, in each message that passes:
</source>
        <translation>
Störungen, für fault= jeder Sitzung, in jeder Nachricht, die hindurchgeht:
</translation>
    </message>
    <message>
        <source>
Limits, for limit= of a client, such as p99&lt;5ms, errors&lt;1 or rate&gt;=1000:
</source>
        <translation>
Limits, für limit= eines Clients, wie p99&lt;5ms, errors&lt;1 oder rate&gt;=1000:
</translation>
    </message>
    <message>
        <source>
Of %1:
</source>
        <translation>
Von %1:
</translation>
    </message>
    <message>
        <source>
Servers, for --serve:
</source>
        <translation>
Server, für --serve:
</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> pt</translation>
    </message>
    <message>
        <source> · %1 dropped</source>
        <translation> · %1 verworfen</translation>
    </message>
    <message>
        <source> · %1 merged</source>
        <translation> · %1 zusammengefasst</translation>
    </message>
    <message>
        <source> · %1 of data left out</source>
        <translation> · %1 Daten ausgelassen</translation>
    </message>
    <message>
        <source> · nothing dropped</source>
        <translation> · nichts verworfen</translation>
    </message>
    <message>
        <source> · the first %1 have left</source>
        <translation> · die ersten %1 sind gegangen</translation>
    </message>
    <message>
        <source>"%1": "%2" is not a time; write it as "200ms" or "5s"</source>
        <translation>"%1": "%2" ist keine Zeit; schreiben Sie sie als "200ms" oder "5s"</translation>
    </message>
    <message>
        <source>"hex": "%1" is not hex; write pairs of digits such as "00 ff"</source>
        <translation>"hex": "%1" ist kein Hex; schreiben Sie Ziffernpaare wie "00 ff"</translation>
    </message>
    <message>
        <source>"message" is not a number from 1; write {"message": 3}</source>
        <translation>"message" ist keine Zahl ab 1; schreiben Sie {"message": 3}</translation>
    </message>
    <message>
        <source>"messages": "%1" is unknown; use "lines" or "chunks"</source>
        <translation>"messages": "%1" ist unbekannt; verwenden Sie "lines" oder "chunks"</translation>
    </message>
    <message>
        <source>"on" is not one thing; write "connect", or an object with %1, as in {"text": "HELO"}</source>
        <translation>"on" ist nicht genau eine Sache; schreiben Sie "connect" oder ein Objekt mit %1, wie in {"text": "HELO"}</translation>
    </message>
    <message>
        <source>"regex": "%1" is not a regular expression: %2 at character %3</source>
        <translation>"regex": "%1" ist kein regulärer Ausdruck: %2 bei Zeichen %3</translation>
    </message>
    <message>
        <source>$EDITOR is not set. Set it, or choose another editor in the settings.</source>
        <translation>$EDITOR ist nicht gesetzt. Setzen Sie es, oder wählen Sie in den Einstellungen einen anderen Editor.</translation>
    </message>
    <message>
        <source>$EDITOR, in a terminal</source>
        <translation>$EDITOR, in einem Terminal</translation>
    </message>
    <message numerus="yes">
        <source>%1  %n times  %2</source>
        <translation>
            <numerusform>%1  %n-mal  %2</numerusform>
            <numerusform>%1  %n-mal  %2</numerusform>
        </translation>
    </message>
    <message>
        <source>%1  connections %2  tasks %3  timers %4  %5 msg/s  in %6  out %7  lag %8 ms</source>
        <translation>%1  Verbindungen %2  Tasks %3  Timer %4  %5 Nachr./s  ein %6  aus %7  Verzug %8 ms</translation>
    </message>
    <message>
        <source>%1  lag %2 (p99 %3)  ready %4  tasks %5  timers %6  %7 msg/s  %8</source>
        <translation>%1  Verzug %2 (p99 %3)  bereit %4  Tasks %5  Timer %6  %7 Nachr./s  %8</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>name of an option, what is wrong with it</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 %2 is not a time; use seconds since the recording began, such as 12.5 or 2m, or a date and time, such as 2026-11-27T02:00:00Z.</source>
        <translation>%1 %2 ist keine Zeit; verwenden Sie Sekunden seit Beginn der Aufzeichnung, wie 12.5 oder 2m, oder Datum und Uhrzeit, wie 2026-11-27T02:00:00Z.</translation>
    </message>
    <message>
        <source>%1 (%2 after %3)</source>
        <translation>%1 (%2, zuvor %3)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n changed)</source>
        <translation>
            <numerusform>%1 (%n geändert)</numerusform>
            <numerusform>%1 (%n geändert)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n more)</source>
        <translation>
            <numerusform>%1 (%n weitere)</numerusform>
            <numerusform>%1 (%n weitere)</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (over %2)</source>
        <translation>%1 (über %2)</translation>
    </message>
    <message>
        <source>%1 (p99 %2)</source>
        <translation>%1 (p99 %2)</translation>
    </message>
    <message>
        <source>%1 (pauses above %2, resumes below %3)</source>
        <translation>%1 (pausiert über %2, weiter unter %3)</translation>
    </message>
    <message>
        <source>%1 &gt; low %2</source>
        <translation>%1 &gt; low %2</translation>
    </message>
    <message>
        <source>%1 It was not sent.</source>
        <translation>%1 Es wurde nicht gesendet.</translation>
    </message>
    <message>
        <source>%1 MiB</source>
        <translation>%1 MiB</translation>
    </message>
    <message>
        <source>%1 TLS</source>
        <translation>%1-mal TLS</translation>
    </message>
    <message>
        <source>%1 Until it is right, the last filter stays in force: %2</source>
        <translation>%1 Bis dahin gilt der letzte Filter weiter: %2</translation>
    </message>
    <message>
        <source>%1 already exists and is not a socket. Choose another path, or remove it.</source>
        <translation>%1 gibt es schon, und es ist kein Socket. Wählen Sie einen anderen Pfad, oder entfernen Sie es.</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 und %2 weitere</translation>
    </message>
    <message>
        <source>%1 and others</source>
        <translation>%1 und andere</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 bei %2</translation>
    </message>
    <message>
        <source>%1 before have left the recording</source>
        <translation>%1 davor sind nicht mehr in der Aufzeichnung</translation>
    </message>
    <message>
        <source>%1 below 1 hour</source>
        <translation>%1 unter 1 Stunde</translation>
    </message>
    <message>
        <source>%1 below 1 min</source>
        <translation>%1 unter 1 min</translation>
    </message>
    <message>
        <source>%1 below 1 s</source>
        <translation>%1 unter 1 s</translation>
    </message>
    <message>
        <source>%1 below 10 min</source>
        <translation>%1 unter 10 min</translation>
    </message>
    <message>
        <source>%1 below 10 s</source>
        <translation>%1 unter 10 s</translation>
    </message>
    <message>
        <source>%1 broke the connection.</source>
        <translation>%1 hat die Verbindung abgebrochen.</translation>
    </message>
    <message>
        <source>%1 buffered; writing pauses above %2 and resumes below %3. Pauses so far: %4</source>
        <translation>%1 gepuffert; das Schreiben pausiert über %2 und geht unter %3 weiter. Pausen bisher: %4</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Bytes</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2. Check its name and its permissions.</source>
        <translation>%1 kann nicht gelesen werden: %2. Prüfen Sie Namen und Rechte.</translation>
    </message>
    <message>
        <source>%1 cannot be read: it is %2. Name a file.</source>
        <translation>%1 kann nicht gelesen werden: es ist %2. Nennen Sie eine Datei.</translation>
    </message>
    <message>
        <source>%1 cannot be read: it is larger than %2, the most that is taken here. Use a smaller file.</source>
        <translation>%1 kann nicht gelesen werden: es ist größer als %2, mehr wird hier nicht genommen. Verwenden Sie eine kleinere Datei.</translation>
    </message>
    <message>
        <source>%1 cannot be recorded into: %2. Free some space there, or choose another place.</source>
        <translation>In %1 kann nicht aufgezeichnet werden: %2. Schaffen Sie dort Platz, oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>%1 cannot be removed. Look at who may write to its folder.</source>
        <translation>%1 kann nicht entfernt werden. Sehen Sie nach, wer in den Ordner schreiben darf.</translation>
    </message>
    <message>
        <source>%1 cannot be replaced: %2. Name another file, or remove it.</source>
        <translation>%1 kann nicht ersetzt werden: %2. Nennen Sie eine andere Datei, oder entfernen Sie sie.</translation>
    </message>
    <message>
        <source>%1 cannot be saved: nothing was recorded.</source>
        <translation>%1 kann nicht gespeichert werden: nichts wurde aufgezeichnet.</translation>
    </message>
    <message>
        <source>%1 cannot be served at: %2. Choose another address.</source>
        <translation>Auf %1 kann nicht gedient werden: %2. Wählen Sie eine andere Adresse.</translation>
    </message>
    <message>
        <source>%1 cannot be served at: %2. Choose another path.</source>
        <translation>Auf %1 kann nicht gedient werden: %2. Wählen Sie einen anderen Pfad.</translation>
    </message>
    <message>
        <source>%1 cannot be started to show %2. Choose another editor in the settings.</source>
        <translation>%1 kann nicht gestartet werden, um %2 zu zeigen. Wählen Sie in den Einstellungen einen anderen Editor.</translation>
    </message>
    <message>
        <source>%1 cannot be written to standard output: name a file.</source>
        <translation>%1 kann nicht auf die Standardausgabe geschrieben werden: nennen Sie eine Datei.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. %3</source>
        <translation>%1 kann nicht geschrieben werden: %2. %3</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Free some space there, or choose another place.</source>
        <translation>%1 kann nicht geschrieben werden: %2. Schaffen Sie dort Platz, oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>%1 cannot use the transport '%2'; use %3</source>
        <translation>%1 kann den Transport '%2' nicht verwenden; nehmen Sie %3</translation>
    </message>
    <message>
        <source>%1 closed the connection without answering.</source>
        <translation>%1 hat die Verbindung geschlossen, ohne zu antworten.</translation>
    </message>
    <message>
        <source>%1 closed the connection.</source>
        <translation>%1 hat die Verbindung geschlossen.</translation>
    </message>
    <message>
        <source>%1 comes first; write loopscope %1 %2.</source>
        <translation>%1 kommt zuerst; schreiben Sie loopscope %1 %2.</translation>
    </message>
    <message>
        <source>%1 compared</source>
        <translation>%1 verglichen</translation>
    </message>
    <message>
        <source>%1 connections are passed on, as many as descriptors allow: more are broken off. Raise the limit with 'ulimit -n' before the program starts.</source>
        <translation>%1 Verbindungen werden weitergereicht, so viele wie Deskriptoren erlauben: weitere werden abgebrochen. Heben Sie die Grenze mit 'ulimit -n' an, bevor das Programm startet.</translation>
    </message>
    <message>
        <source>%1 contains no private key in PEM form. Name the file with the key as key=FILE.</source>
        <translation>%1 enthält keinen privaten Schlüssel im PEM-Format. Nennen Sie die Datei mit dem Schlüssel als key=DATEI.</translation>
    </message>
    <message numerus="yes">
        <source>%1 datagram(s), %2</source>
        <translation>
            <numerusform>%1 Datagramm, %2</numerusform>
            <numerusform>%1 Datagramme, %2</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 datagrams wait for their answers: those that come now get none.</source>
        <translation>%1 Datagramme warten auf ihre Antworten: die nun kommen, erhalten keine.</translation>
    </message>
    <message numerus="yes">
        <source>%1 difference(s)</source>
        <translation>
            <numerusform>%1 Unterschied</numerusform>
            <numerusform>%1 Unterschiede</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 does not answer. Check the host, the port, and firewalls in between.</source>
        <translation>%1 antwortet nicht. Prüfen Sie Host, Port und Firewalls dazwischen.</translation>
    </message>
    <message>
        <source>%1 does not apply to datagrams; use %2 on a udp session</source>
        <translation>%1 gilt nicht für Datagramme; verwenden Sie %2 in einer udp-Sitzung</translation>
    </message>
    <message>
        <source>%1 does not show the certificate in %2 but %3. Check that it is the right server, and whether its certificate was replaced.</source>
        <translation>%1 zeigt nicht das Zertifikat in %2, sondern %3. Prüfen Sie, ob es der richtige Server ist und ob sein Zertifikat ersetzt wurde.</translation>
    </message>
    <message>
        <source>%1 dumps are the most of one run: no more are written, but at SIGUSR1.</source>
        <translation>%1 Auszüge sind das Meiste in einem Lauf: weitere werden nur bei SIGUSR1 geschrieben.</translation>
    </message>
    <message>
        <source>%1 ends in no known format: choose %2.</source>
        <translation>%1 endet auf kein bekanntes Format: wählen Sie %2.</translation>
    </message>
    <message numerus="yes">
        <source>%1 error(s) (%2)</source>
        <translation>
            <numerusform>%1 Fehler (%2)</numerusform>
            <numerusform>%1 Fehler (%2)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 event(s) merged</source>
        <translation>
            <numerusform>%1 Ereignis zusammengefasst</numerusform>
            <numerusform>%1 Ereignisse zusammengefasst</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 ist gescheitert: %2</translation>
    </message>
    <message>
        <source>%1 finds every command by its name, and %2 lists the keys. What is this? explains each view.</source>
        <translation>%1 findet jeden Befehl mit seinem Namen, und %2 zeigt die Tasten. Was ist das? erklärt jede Ansicht.</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 has no connection %2. Something was said over %3: use one of these.</source>
        <translation>%1 hat keine Verbindung %2. Gesprochen wurde über %3: Nehmen Sie eine davon.</translation>
    </message>
    <message>
        <source>%1 has none; remove them</source>
        <translation>%1 hat keine; entfernen Sie sie</translation>
    </message>
    <message numerus="yes">
        <source>%1 hits</source>
        <translation>
            <numerusform>%1 Treffer</numerusform>
            <numerusform>%1 Treffer</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 holds no conversation: over no connection was anything sent or received.</source>
        <translation>%1 enthält kein Gespräch: Über keine Verbindung wurde etwas gesendet oder empfangen.</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <comment>detail of an event</comment>
        <translation>%1 empfangen, %2 gesendet</translation>
    </message>
    <message>
        <source>%1 is a recording, too: name another file to write, or remove that one first.</source>
        <translation>Auch %1 ist eine Aufzeichnung: Geben Sie eine andere Datei an, oder entfernen Sie jene zuerst.</translation>
    </message>
    <message>
        <source>%1 is a report, which is of the whole recording: leave the filter and the times out, or choose another format.</source>
        <translation>%1 ist ein Bericht, und der ist von der ganzen Aufzeichnung: Lassen Sie Filter und Zeiten weg, oder wählen Sie ein anderes Format.</translation>
    </message>
    <message>
        <source>%1 is about a recording, and without a window there is none; add --record FILE.loopscope.</source>
        <translation>%1 betrifft eine Aufzeichnung, und ohne Fenster gibt es keine; fügen Sie --record DATEI.loopscope hinzu.</translation>
    </message>
    <message>
        <source>%1 is being recorded by another program. Name another file, or end that program.</source>
        <translation>%1 wird von einem anderen Programm aufgezeichnet. Nennen Sie eine andere Datei, oder beenden Sie jenes Programm.</translation>
    </message>
    <message>
        <source>%1 is damaged: %2 of its events, between number %3 and %4, and those after number %5 cannot be read. The others are shown and exported.</source>
        <translation>%1 ist beschädigt: %2 der Ereignisse, zwischen Nummer %3 und %4, und die nach Nummer %5 sind nicht lesbar. Die übrigen werden gezeigt und exportiert.</translation>
    </message>
    <message>
        <source>%1 is damaged: %2 of its events, between number %3 and %4, cannot be read. The others are shown and exported.</source>
        <translation>%1 ist beschädigt: %2 der Ereignisse, zwischen Nummer %3 und %4, sind nicht lesbar. Die anderen werden angezeigt und exportiert.</translation>
    </message>
    <message>
        <source>%1 is damaged: its events after number %2 cannot be read. The others are shown and exported.</source>
        <translation>%1 ist beschädigt: Die Ereignisse nach Nummer %2 sind nicht lesbar. Die übrigen werden gezeigt und exportiert.</translation>
    </message>
    <message>
        <source>%1 is damaged: none of its events can be read.</source>
        <translation>%1 ist beschädigt: Keines der Ereignisse ist lesbar.</translation>
    </message>
    <message>
        <source>%1 is damaged: some of its sessions, connections, tasks, warnings or figures cannot be read. Its events are all there.</source>
        <translation>%1 ist beschädigt: Einige Sitzungen, Verbindungen, Aufgaben, Warnungen oder Zahlen sind nicht lesbar. Die Ereignisse sind alle da.</translation>
    </message>
    <message>
        <source>%1 is for datagrams only; use it on a udp session, or corrupt, stall or reset here</source>
        <translation>%1 gilt nur für Datagramme; verwenden Sie es in einer udp-Sitzung, oder hier corrupt, stall oder reset</translation>
    </message>
    <message>
        <source>%1 is in use by another program. Choose another path, or end that program.</source>
        <translation>%1 wird von einem anderen Programm verwendet. Wählen Sie einen anderen Pfad, oder beenden Sie jenes Programm.</translation>
    </message>
    <message>
        <source>%1 is not a recording of Loopscope. Name a file that it saved, which ends in .loopscope.</source>
        <translation>%1 ist keine Aufzeichnung von Loopscope. Nennen Sie eine Datei, die es gespeichert hat und die auf .loopscope endet.</translation>
    </message>
    <message>
        <source>%1 is not an address of this machine. Use 127.0.0.1 for this machine alone, or 0.0.0.0 for all of its addresses.</source>
        <translation>%1 ist keine Adresse dieses Rechners. Verwenden Sie 127.0.0.1 für diesen Rechner allein, oder 0.0.0.0 für alle seine Adressen.</translation>
    </message>
    <message>
        <source>%1 is not an address to serve packets at; use HOST:PORT or PORT, such as 127.0.0.1:19000; 0 is any free port.</source>
        <translation>%1 ist keine Adresse, an der Pakete angeboten werden können; verwenden Sie HOST:PORT oder PORT, wie 127.0.0.1:19000; 0 ist ein freier Port.</translation>
    </message>
    <message>
        <source>%1 is not for a terminal: name a file, or write into a pipe.</source>
        <translation>%1 ist nichts für ein Terminal: nennen Sie eine Datei, oder schreiben Sie in eine Pipe.</translation>
    </message>
    <message>
        <source>%1 is not on this computer. Choose the folder of its sources in the settings.</source>
        <translation>%1 ist nicht auf diesem Rechner. Wählen Sie in den Einstellungen den Ordner der Quellen.</translation>
    </message>
    <message>
        <source>%1 is not understood; use %2.</source>
        <translation>%1 ist unverständlich; verwenden Sie %2.</translation>
    </message>
    <message>
        <source>%1 is not whole: %2 of what went this way were not recorded.</source>
        <translation>%1 ist nicht vollständig: %2 von dem, was diesen Weg ging, wurden nicht aufgezeichnet.</translation>
    </message>
    <message>
        <source>%1 is of a version that kept only events: use .jsonl or .csv.</source>
        <translation>%1 ist von einer Version, die nur Ereignisse behielt: verwenden Sie .jsonl oder .csv.</translation>
    </message>
    <message>
        <source>%1 is running. Stop and remove it?</source>
        <translation>%1 läuft. Stoppen und entfernen?</translation>
    </message>
    <message>
        <source>%1 is saved.</source>
        <translation>%1 ist gespeichert.</translation>
    </message>
    <message>
        <source>%1 is stopping</source>
        <comment>detail of an event</comment>
        <translation>%1 hält an</translation>
    </message>
    <message>
        <source>%1 is the recording itself: name another file to write.</source>
        <translation>%1 ist die Aufzeichnung selbst: nennen Sie eine andere Datei zum Schreiben.</translation>
    </message>
    <message>
        <source>%1 is there already, and is not a recording that may be replaced. Name another file, or remove it.</source>
        <translation>%1 gibt es schon, und es ist keine Aufzeichnung, die ersetzt werden darf. Nennen Sie eine andere Datei, oder entfernen Sie sie.</translation>
    </message>
    <message>
        <source>%1 is written.</source>
        <translation>%1 ist geschrieben.</translation>
    </message>
    <message>
        <source>%1 leads back to this server: such connections are broken off. Write to=HOST:PORT of another one.</source>
        <translation>%1 führt zu diesem Server zurück: solche Verbindungen werden abgebrochen. Schreiben Sie to=HOST:PORT eines anderen.</translation>
    </message>
    <message>
        <source>%1 leads to this server itself. Write to=HOST:PORT of another one.</source>
        <translation>%1 führt zu diesem Server selbst. Schreiben Sie to=HOST:PORT eines anderen.</translation>
    </message>
    <message numerus="yes">
        <source>%1 line(s) sent, %2 back</source>
        <translation>
            <numerusform>%1 Zeile gesendet, %2 zurück</numerusform>
            <numerusform>%1 Zeilen gesendet, %2 zurück</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 lines were left out here: nobody read what was before them.</source>
        <translation>%1 Zeilen wurden hier ausgelassen: niemand las, was davor stand.</translation>
    </message>
    <message numerus="yes">
        <source>%1 message(s)</source>
        <translation>
            <numerusform>%1 Nachricht</numerusform>
            <numerusform>%1 Nachrichten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 message(s) sent</source>
        <translation>
            <numerusform>%1 Nachricht gesendet</numerusform>
            <numerusform>%1 Nachrichten gesendet</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 met</source>
        <translation>%1 eingehalten</translation>
    </message>
    <message>
        <source>%1 met: %2</source>
        <translation>%1 eingehalten: %2</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 mismatch</source>
        <translation>%1 abweichend</translation>
    </message>
    <message>
        <source>%1 more files can be open, and %2 are needed (ulimit -n shows the limit)</source>
        <translation>%1 weitere Dateien können offen sein, und %2 werden gebraucht (ulimit -n zeigt die Grenze)</translation>
    </message>
    <message>
        <source>%1 more lines arrived than can be shown.</source>
        <translation>%1 weitere Zeilen kamen an, als gezeigt werden können.</translation>
    </message>
    <message>
        <source>%1 msg/s</source>
        <translation>%1 Nachr./s</translation>
    </message>
    <message>
        <source>%1 needs %2 above 0, as in %3</source>
        <translation>%1 braucht %2 über 0, wie in %3</translation>
    </message>
    <message>
        <source>%1 needs a time, as in %2</source>
        <translation>%1 braucht eine Zeit, wie in %2</translation>
    </message>
    <message>
        <source>%1 needs a value; write %1 %2.</source>
        <translation>%1 braucht einen Wert; schreiben Sie %1 %2.</translation>
    </message>
    <message>
        <source>%1 needs the option %2: %3</source>
        <translation>%1 braucht die Option %2: %3</translation>
    </message>
    <message>
        <source>%1 not met: %2</source>
        <translation>%1 nicht eingehalten: %2</translation>
    </message>
    <message>
        <source>%1 not met: nothing was measured</source>
        <translation>%1 nicht eingehalten: nichts wurde gemessen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>how much of the budget is used</comment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 of %2 answers took from %3 to %4</source>
        <translation>%1 von %2 Antworten dauerten %3 bis %4</translation>
    </message>
    <message>
        <source>%1 of %2 kept</source>
        <translation>%1 von %2 behalten</translation>
    </message>
    <message>
        <source>%1 of %2 lines sent, %3 answered, %4 back</source>
        <translation>%1 von %2 Zeilen gesendet, %3 beantwortet, %4 zurück</translation>
    </message>
    <message>
        <source>%1 older</source>
        <translation>%1 älter</translation>
    </message>
    <message>
        <source>%1 on average, %2 at most</source>
        <translation>im Mittel %1, höchstens %2</translation>
    </message>
    <message>
        <source>%1 on connection #%2</source>
        <translation>%1 auf Verbindung #%2</translation>
    </message>
    <message numerus="yes">
        <source>%1 open, %2 in all, %3 message(s), %4</source>
        <translation>
            <numerusform>%1 offen, %2 insgesamt, %3 Nachricht, %4</numerusform>
            <numerusform>%1 offen, %2 insgesamt, %3 Nachrichten, %4</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 or %2</source>
        <translation>%1 oder %2</translation>
    </message>
    <message>
        <source>%1 other</source>
        <translation>%1 andere</translation>
    </message>
    <message>
        <source>%1 out of descriptors</source>
        <translation>%1 ohne Deskriptoren</translation>
    </message>
    <message>
        <source>%1 out of local ports</source>
        <translation>%1 ohne lokale Ports</translation>
    </message>
    <message>
        <source>%1 out of memory</source>
        <translation>%1 ohne Speicher</translation>
    </message>
    <message>
        <source>%1 over the last minute</source>
        <translation>%1 in der letzten Minute</translation>
    </message>
    <message>
        <source>%1 peers are talked to at once, which is as many as there may be: %2 gets no answer. Others are counted.</source>
        <translation>Mit %1 Gegenstellen wird zugleich gesprochen, mit mehr nicht: %2 bekommt keine Antwort. Weitere werden gezählt.</translation>
    </message>
    <message>
        <source>%1 permission denied</source>
        <translation>%1 verboten</translation>
    </message>
    <message>
        <source>%1 ports from %2 go beyond 65535. Use fewer, or a lower first port.</source>
        <translation>%1 Ports ab %2 gehen über 65535 hinaus. Verwenden Sie weniger, oder einen kleineren ersten Port.</translation>
    </message>
    <message>
        <source>%1 refused</source>
        <translation>%1 abgelehnt</translation>
    </message>
    <message>
        <source>%1 reset</source>
        <translation>%1 zurückgesetzt</translation>
    </message>
    <message>
        <source>%1 runs</source>
        <comment>detail of an event</comment>
        <translation>%1 läuft</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 scheduled at %2</source>
        <translation>%1 geplant bei %2</translation>
    </message>
    <message>
        <source>%1 seconds</source>
        <translation>%1 Sekunden</translation>
    </message>
    <message>
        <source>%1 sent back no message as it was sent: %2. Use a server that returns what it receives, such as echo.</source>
        <translation>%1 hat keine Nachricht so zurückgesandt, wie sie gesendet wurde: %2. Verwenden Sie einen Server, der zurückgibt, was er empfängt, wie echo.</translation>
    </message>
    <message>
        <source>%1 sent, %2 back, messages: %3</source>
        <translation>%1 gesendet, %2 zurück, Nachrichten: %3</translation>
    </message>
    <message>
        <source>%1 since %2</source>
        <translation>%1 seit %2</translation>
    </message>
    <message>
        <source>%1 starts</source>
        <comment>detail of an event</comment>
        <translation>%1 startet</translation>
    </message>
    <message>
        <source>%1 stopped</source>
        <comment>detail of an event</comment>
        <translation>%1 angehalten</translation>
    </message>
    <message>
        <source>%1 takes no more connections: too many wait for it to accept them. Use fewer, or open them over a longer ramp.</source>
        <translation>%1 nimmt keine Verbindungen mehr an: zu viele warten darauf. Verwenden Sie weniger, oder öffnen Sie sie über längere Zeit.</translation>
    </message>
    <message>
        <source>%1 takes no value; write %1 alone</source>
        <translation>%1 hat keinen Wert; schreiben Sie %1 allein</translation>
    </message>
    <message>
        <source>%1 takes no value; write it alone.</source>
        <translation>%1 hat keinen Wert; schreiben Sie es allein.</translation>
    </message>
    <message>
        <source>%1 timeout</source>
        <translation>%1 Zeitüberschreitungen</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1-fach</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>%1 too large for a datagram</source>
        <translation>%1 zu groß für ein Datagramm</translation>
    </message>
    <message>
        <source>%1 unanswered</source>
        <translation>%1 unbeantwortet</translation>
    </message>
    <message>
        <source>%1 unknown host</source>
        <translation>%1 unbekannter Host</translation>
    </message>
    <message>
        <source>%1 unreachable</source>
        <translation>%1 unerreichbar</translation>
    </message>
    <message>
        <source>%1 wait to be sent; its writer was never paused</source>
        <translation>%1 warten auf das Senden; der Schreibende wurde nie angehalten</translation>
    </message>
    <message numerus="yes">
        <source>%1 wait to be sent; its writer was paused %n times</source>
        <translation>
            <numerusform>%1 warten auf das Senden; der Schreibende wurde %n-mal angehalten</numerusform>
            <numerusform>%1 warten auf das Senden; der Schreibende wurde %n-mal angehalten</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 waits for it, too</source>
        <translation>%1 wartet auch darauf</translation>
    </message>
    <message>
        <source>%1 was recorded by a newer Loopscope (its format is %2, and this one reads up to %3). Read it with that, or update this one.</source>
        <translation>%1 wurde von einem neueren Loopscope aufgezeichnet (sein Format ist %2, und dieses liest bis %3). Lesen Sie es damit, oder aktualisieren Sie dieses.</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>bytes in and out</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 – Loopscope</source>
        <translation>%1 – Loopscope</translation>
    </message>
    <message>
        <source>%1 ▾</source>
        <translation>%1 ▾</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>name of a tab, its count</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, expired</source>
        <translation>%1, abgelaufen</translation>
    </message>
    <message>
        <source>%1, fault: %2</source>
        <comment>received, what was done to it</comment>
        <translation>%1, Störung: %2</translation>
    </message>
    <message>
        <source>%1, messages: %2</source>
        <translation>%1, Nachrichten: %2</translation>
    </message>
    <message>
        <source>%1, not valid yet</source>
        <translation>%1, noch nicht gültig</translation>
    </message>
    <message>
        <source>%1, now</source>
        <translation>%1, jetzt</translation>
    </message>
    <message>
        <source>%1, the first %2</source>
        <translation>%1, der erste: %2</translation>
    </message>
    <message>
        <source>%1, top of the scale</source>
        <translation>%1, oberes Ende der Skala</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: %2, created at %3</source>
        <translation>%1: %2, erzeugt in %3</translation>
    </message>
    <message>
        <source>%1: %2: %3.</source>
        <translation>%1: %2: %3.</translation>
    </message>
    <message>
        <source>%1: a recording is looked at in a window, and there is none here; write what it holds with 'loopscope export %1 FILE.jsonl'.</source>
        <translation>%1: eine Aufzeichnung wird in einem Fenster betrachtet, und hier gibt es keines; schreiben Sie ihren Inhalt mit 'loopscope export %1 DATEI.jsonl'.</translation>
    </message>
    <message>
        <source>%1: a session needs --serve or --connect before it.</source>
        <translation>%1: eine Sitzung braucht --serve oder --connect davor.</translation>
    </message>
    <message>
        <source>%1: limit not met: %2</source>
        <translation>%1: Limit nicht eingehalten: %2</translation>
    </message>
    <message>
        <source>%1: there is no such file; check the name, and its folder.</source>
        <translation>%1: Diese Datei gibt es nicht; Namen und Ordner prüfen.</translation>
    </message>
    <message>
        <source>%1: this is not JSON: %2</source>
        <translation>%1: das ist kein JSON: %2</translation>
    </message>
    <message>
        <source>%1:%2 is not a time up to a day; write it as 50ms, 2s or 0.5</source>
        <translation>%1:%2 ist keine Zeit bis zu einem Tag; schreiben Sie 50ms, 2s oder 0.5</translation>
    </message>
    <message>
        <source>%1; 0: %2</source>
        <translation>%1; 0: %2</translation>
    </message>
    <message>
        <source>%1=%2 contains no certificate in PEM form. Use a file with a BEGIN CERTIFICATE line.</source>
        <translation>%1=%2 enthält kein Zertifikat im PEM-Format. Verwenden Sie eine Datei mit einer Zeile BEGIN CERTIFICATE.</translation>
    </message>
    <message>
        <source>%1×</source>
        <translation>%1×</translation>
    </message>
    <message>
        <source>%1…</source>
        <translation>%1…</translation>
    </message>
    <message>
        <source>%file and %line are replaced by the place that is opened.</source>
        <translation>%file und %line werden durch die Stelle ersetzt, die geöffnet wird.</translation>
    </message>
    <message numerus="yes">
        <source>%n errors</source>
        <translation>
            <numerusform>%n Fehler</numerusform>
            <numerusform>%n Fehler</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more task(s) have no lane</source>
        <translation>
            <numerusform>%n weiterer Task hat keine Spur</numerusform>
            <numerusform>%n weitere Tasks haben keine Spur</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) are running. Stop them and close?</source>
        <translation>
            <numerusform>%n Sitzung läuft. Stoppen und schließen?</numerusform>
            <numerusform>%n Sitzungen laufen. Stoppen und schließen?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step(s) in %1</source>
        <translation>
            <numerusform>%n Schritt in %1</numerusform>
            <numerusform>%n Schritte in %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n Task</numerusform>
            <numerusform>%n Tasks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n-mal</numerusform>
            <numerusform>%n-mal</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n times, last at %1</source>
        <translation>
            <numerusform>%n-mal, zuletzt um %1</numerusform>
            <numerusform>%n-mal, zuletzt um %1</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;About Loopscope</source>
        <translation>Ü&amp;ber Loopscope</translation>
    </message>
    <message>
        <source>&amp;Activity</source>
        <translation>&amp;Aktivität</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>Adr&amp;esse</translation>
    </message>
    <message>
        <source>&amp;Address of new servers</source>
        <translation>&amp;Adresse neuer Server</translation>
    </message>
    <message>
        <source>&amp;Apply</source>
        <translation>Anwe&amp;nden</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Durchsuchen…</translation>
    </message>
    <message>
        <source>&amp;Capture</source>
        <translation>&amp;Mitschnitt</translation>
    </message>
    <message>
        <source>&amp;Close the window</source>
        <translation>&amp;Fenster schließen</translation>
    </message>
    <message>
        <source>&amp;Command</source>
        <translation>&amp;Befehl</translation>
    </message>
    <message>
        <source>&amp;Connections</source>
        <translation>&amp;Verbindungen</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Copy rows</source>
        <translation>Zeilen &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;Debug mode</source>
        <translation>&amp;Debug-Modus</translation>
    </message>
    <message>
        <source>&amp;Debug mode is on from the start</source>
        <translation>&amp;Debug-Modus von Anfang an</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>&amp;Editor</source>
        <translation>&amp;Editor</translation>
    </message>
    <message>
        <source>&amp;Faults</source>
        <translation>Störun&amp;gen</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>F&amp;ilter</translation>
    </message>
    <message>
        <source>&amp;Filter by this</source>
        <translation>Nach diesem &amp;filtern</translation>
    </message>
    <message>
        <source>&amp;Fixed-width text size</source>
        <translation>Größe der Fest&amp;breitenschrift</translation>
    </message>
    <message>
        <source>&amp;Forget</source>
        <translation>&amp;Vergessen</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Insert</source>
        <translation>&amp;Einfügen</translation>
    </message>
    <message>
        <source>&amp;Inspector</source>
        <translation>Inspe&amp;ktor</translation>
    </message>
    <message>
        <source>&amp;Keep on disk</source>
        <translation>Auf der &amp;Platte behalten</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>&amp;Art</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Name this filter…</source>
        <translation>Diesen Filter be&amp;nennen…</translation>
    </message>
    <message>
        <source>&amp;Notices…</source>
        <translation>&amp;Meldungen…</translation>
    </message>
    <message>
        <source>&amp;On the clock</source>
        <translation>Nach der &amp;Uhr</translation>
    </message>
    <message>
        <source>&amp;Open a recording…</source>
        <translation>&amp;Aufzeichnung öffnen…</translation>
    </message>
    <message>
        <source>&amp;Pause view</source>
        <translation>Anzeige an&amp;halten</translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation>P&amp;ort</translation>
    </message>
    <message>
        <source>&amp;Previous named moment</source>
        <translation>&amp;Voriger benannter Moment</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>&amp;Umbenennen…</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>&amp;Ersetzen</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>Se&amp;nden</translation>
    </message>
    <message>
        <source>&amp;Session</source>
        <translation>&amp;Sitzung</translation>
    </message>
    <message>
        <source>&amp;Shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;Sources</source>
        <translation>&amp;Quellen</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>&amp;Stop and close</source>
        <translation>&amp;Stoppen und schließen</translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation>&amp;System</translation>
    </message>
    <message>
        <source>&amp;Tasks</source>
        <translation>&amp;Tasks</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farbschema</translation>
    </message>
    <message>
        <source>&amp;Tour of the window</source>
        <translation>&amp;Rundgang durch das Fenster</translation>
    </message>
    <message>
        <source>&amp;Transport</source>
        <translation>&amp;Transport</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Warnings</source>
        <translation>Warn&amp;ungen</translation>
    </message>
    <message>
        <source>&amp;What is this?</source>
        <translation>&amp;Was ist das?</translation>
    </message>
    <message>
        <source>'%1' %2</source>
        <translation>'%1' %2</translation>
    </message>
    <message>
        <source>'%1' after the ] is not understood; the port follows as in [::1]:8881</source>
        <translation>'%1' nach der ] ist unverständlich; der Port folgt wie in [::1]:8881</translation>
    </message>
    <message>
        <source>'%1' after the port is not understood; options begin with ?</source>
        <translation>'%1' nach dem Port ist unverständlich; Optionen beginnen mit ?</translation>
    </message>
    <message>
        <source>'%1' is not UTF-8 text</source>
        <translation>'%1' ist kein UTF-8-Text</translation>
    </message>
    <message>
        <source>'%1' is not a byte in hex; write two digits for each, as in 0d 0a</source>
        <translation>'%1' ist kein Byte in Hex; schreiben Sie je zwei Ziffern, wie in 0d 0a</translation>
    </message>
    <message>
        <source>'%1' is not a host; use a name such as localhost or an address such as 127.0.0.1</source>
        <translation>'%1' ist kein Host; verwenden Sie einen Namen wie localhost oder eine Adresse wie 127.0.0.1</translation>
    </message>
    <message>
        <source>'%1' is not a percent-encoded byte; write a percent sign as %2</source>
        <translation>'%1' ist kein prozentkodiertes Byte; schreiben Sie ein Prozentzeichen als %2</translation>
    </message>
    <message>
        <source>'%1' is not a zone; use the name or number of an interface, as in %2</source>
        <translation>'%1' ist keine Zone; verwenden Sie Namen oder Nummer einer Schnittstelle, wie in %2</translation>
    </message>
    <message>
        <source>'%1' is not an IPv4 address; use four numbers from 0 to 255, as in 127.0.0.1</source>
        <translation>'%1' ist keine IPv4-Adresse; verwenden Sie vier Zahlen von 0 bis 255, wie in 127.0.0.1</translation>
    </message>
    <message>
        <source>'%1' is not an IPv6 address; only those are written in brackets</source>
        <translation>'%1' ist keine IPv6-Adresse; nur solche stehen in Klammern</translation>
    </message>
    <message>
        <source>'%1' is not an IPv6 address; use one such as [::1]</source>
        <translation>'%1' ist keine IPv6-Adresse; verwenden Sie eine wie [::1]</translation>
    </message>
    <message>
        <source>'%1' is not an escape; use \r, \n, \t, \0, \\ or \x and two hex digits</source>
        <translation>'%1' ist keine Maskierung wie \r, \n, \t, \0, \\ oder \x0a</translation>
    </message>
    <message>
        <source>'%1' is unknown to %2; use %3</source>
        <translation>'%1' ist %2 unbekannt; verwenden Sie %3</translation>
    </message>
    <message>
        <source>'%1' is unknown; use %2</source>
        <translation>'%1' ist unbekannt; verwenden Sie %2</translation>
    </message>
    <message>
        <source>, %1 failed</source>
        <translation>, %1 gescheitert</translation>
    </message>
    <message numerus="yes">
        <source>, %1 fault(s)</source>
        <translation>
            <numerusform>, %1 Störung</numerusform>
            <numerusform>, %1 Störungen</numerusform>
        </translation>
    </message>
    <message>
        <source>, %1 missed</source>
        <translation>, %1 verpasst</translation>
    </message>
    <message>
        <source>, %1 not answered</source>
        <translation>, %1 nicht beantwortet</translation>
    </message>
    <message>
        <source>, %1 sent</source>
        <translation>, %1 gesendet</translation>
    </message>
    <message>
        <source>, 0: %1</source>
        <translation>, 0: %1</translation>
    </message>
    <message>
        <source>, to %1</source>
        <translation>, an %1</translation>
    </message>
    <message>
        <source>--connect %1: %2 is a server; use --serve for it.</source>
        <translation>--connect %1: %2 ist ein Server; verwenden Sie --serve dafür.</translation>
    </message>
    <message>
        <source>--connect %1: port 0 is that of the last --serve before it over %2, and there is none; use 1 to 65535, or put such a --serve first.</source>
        <translation>--connect %1: Port 0 ist der des letzten --serve davor über %2, und es gibt keines; verwenden Sie 1 bis 65535, oder stellen Sie ein solches --serve voran.</translation>
    </message>
    <message>
        <source>--dump-on writes what --keep or --keep-for keeps, and there is neither; add --keep 200MB, or --keep-for 10min.</source>
        <translation>--dump-on schreibt, was --keep oder --keep-for behält, und es gibt keines; fügen Sie --keep 200MB oder --keep-for 10min hinzu.</translation>
    </message>
    <message>
        <source>--export %1: the name says the format; use one that ends in %2.</source>
        <translation>--export %1: der Name sagt das Format; verwenden Sie einen, der auf %2 endet.</translation>
    </message>
    <message>
        <source>--export %1: there is no folder %2; make it, or use another.</source>
        <translation>--export %1: es gibt keinen Ordner %2; legen Sie ihn an, oder verwenden Sie einen anderen.</translation>
    </message>
    <message>
        <source>--export-filter says what --export writes, and there is none; add --export FILE.</source>
        <translation>--export-filter sagt, was --export schreibt, und es gibt keines; fügen Sie --export DATEI hinzu.</translation>
    </message>
    <message>
        <source>--filter needs a value; write it as in the filter field of the window, such as 'event:data bytes&gt;1kB'.</source>
        <translation>--filter braucht einen Wert; schreiben Sie ihn wie im Filterfeld des Fensters, wie 'event:data bytes&gt;1kB'.</translation>
    </message>
    <message>
        <source>--for %1 is not a time to run; use seconds above 0, such as 5 or 0.5.</source>
        <translation>--for %1 ist keine Laufzeit; verwenden Sie Sekunden über 0, wie 5 oder 0.5.</translation>
    </message>
    <message>
        <source>--format %1 is not a format; use %2.</source>
        <translation>--format %1 ist kein Format; verwenden Sie %2.</translation>
    </message>
    <message>
        <source>--headless runs what is named, and nothing is; add --serve URL, --connect URL or 'run FILE'.</source>
        <translation>--headless führt aus, was genannt ist, und genannt ist nichts; --serve URL, --connect URL oder „run DATEI“ angeben.</translation>
    </message>
    <message>
        <source>--junit %1: there is no folder %2; make it, or use another.</source>
        <translation>--junit %1: es gibt keinen Ordner %2; legen Sie ihn an, oder verwenden Sie einen anderen.</translation>
    </message>
    <message>
        <source>--mark %1: %2 has a mark already; use %3 for another.</source>
        <translation>--mark %1: %2 hat schon eine Marke; verwenden Sie %3 für eine weitere.</translation>
    </message>
    <message>
        <source>--mark %1: a mark is set by SIGUSR1 or SIGUSR2; write one of them and, if you like, a name, as in SIGUSR2=before.</source>
        <translation>--mark %1: Eine Marke setzt SIGUSR1 oder SIGUSR2; eines davon schreiben und, wenn gewünscht, einen Namen, wie in SIGUSR2=vorher.</translation>
    </message>
    <message>
        <source>--mark and --dump-on both wait for SIGUSR1; use SIGUSR2 for the mark.</source>
        <translation>--mark und --dump-on warten beide auf SIGUSR1; verwenden Sie SIGUSR2 für die Marke.</translation>
    </message>
    <message>
        <source>--new-server and --open-recording ask in a window, and --headless has none; use --serve URL, or 'loopscope export RECORDING FILE'.</source>
        <translation>--new-server und --open-recording fragen in einem Fenster, und --headless hat keines; nehmen Sie --serve URL oder 'loopscope export RECORDING FILE'.</translation>
    </message>
    <message>
        <source>--record and --export both write %1; name two files.</source>
        <translation>--record und --export schreiben beide %1; nennen Sie zwei Dateien.</translation>
    </message>
    <message>
        <source>--screenshot %1: there is no folder %2; make it, or use another.</source>
        <translation>--screenshot %1: es gibt keinen Ordner %2; legen Sie ihn an, oder verwenden Sie einen anderen.</translation>
    </message>
    <message>
        <source>--screenshot %1: use a name that ends in .png.</source>
        <translation>--screenshot %1: verwenden Sie einen Namen, der auf .png endet.</translation>
    </message>
    <message>
        <source>--screenshot needs a window, and --headless has none; use one of them, or -platform offscreen instead of --headless.</source>
        <translation>--screenshot braucht ein Fenster, und --headless hat keines; verwenden Sie eines davon, oder -platform offscreen statt --headless.</translation>
    </message>
    <message>
        <source>--serve %1: %2 is a client; use --connect for it.</source>
        <translation>--serve %1: %2 ist ein Client; verwenden Sie --connect dafür.</translation>
    </message>
    <message>
        <source>--size, --theme, --view and --language are of a window, and --headless has none; use one of them.</source>
        <translation>--size, --theme, --view und --language gehören zu einem Fenster, und --headless hat keines; verwenden Sie eines davon.</translation>
    </message>
    <message>
        <source>--to is before --from, so there is nothing between them; use a later --to.</source>
        <translation>--to liegt vor --from, also liegt nichts dazwischen; verwenden Sie ein späteres --to.</translation>
    </message>
    <message>
        <source>0, any free port</source>
        <translation>0, ein freier Port</translation>
    </message>
    <message>
        <source>0, the port of the newest %1 server</source>
        <translation>0, der Port des neuesten %1-Servers</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 Tag</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 Stunde</translation>
    </message>
    <message>
        <source>1/%1×</source>
        <translation>1/%1×</translation>
    </message>
    <message>
        <source>10 minutes</source>
        <translation>10 Minuten</translation>
    </message>
    <message>
        <source>2 GB</source>
        <translation>2 GB</translation>
    </message>
    <message>
        <source>20 GB</source>
        <translation>20 GB</translation>
    </message>
    <message>
        <source>200 MB</source>
        <translation>200 MB</translation>
    </message>
    <message>
        <source>30 seconds</source>
        <translation>30 Sekunden</translation>
    </message>
    <message>
        <source>4 KiB of each message</source>
        <translation>4 KiB jeder Nachricht</translation>
    </message>
    <message>
        <source>5 minutes</source>
        <translation>5 Minuten</translation>
    </message>
    <message>
        <source>90 % of the answers took at most</source>
        <translation>90 % der Antworten dauerten höchstens</translation>
    </message>
    <message>
        <source>99 % of %1 took at most</source>
        <translation>%1: 99 % dauerten höchstens</translation>
    </message>
    <message>
        <source>99 % of the answers took at most</source>
        <translation>99 % der Antworten dauerten höchstens</translation>
    </message>
    <message>
        <source>99.9 % of the answers took at most</source>
        <translation>99,9 % der Antworten dauerten höchstens</translation>
    </message>
    <message>
        <source>: %1</source>
        <translation>: %1</translation>
    </message>
    <message>
        <source>; %1</source>
        <translation>; %1</translation>
    </message>
    <message>
        <source>; default %1</source>
        <translation>; sonst %1</translation>
    </message>
    <message>
        <source>; over %1</source>
        <translation>; über %1</translation>
    </message>
    <message>
        <source>A callback holds the loop, and all else on it waits until it returns.</source>
        <translation>Ein Rückruf hält die Schleife, und alles andere auf ihr wartet, bis er zurückkehrt.</translation>
    </message>
    <message>
        <source>A callback or a step of a task held the loop for longer than the limit. Meanwhile nothing else on the loop ran: no connection was read, no timer was served.</source>
        <translation>Ein Rückruf oder ein Schritt eines Tasks hielt die Schleife länger als erlaubt. Währenddessen lief auf ihr nichts anderes: keine Verbindung wurde gelesen, kein Timer bedient.</translation>
    </message>
    <message>
        <source>A callback threw an exception, and nobody caught it.</source>
        <translation>Ein Rückruf warf eine Ausnahme, und niemand fing sie.</translation>
    </message>
    <message>
        <source>A certificate could not be created. Name one of your own with cert= and key=.</source>
        <translation>Ein Zertifikat konnte nicht erstellt werden. Nennen Sie ein eigenes mit cert= und key=.</translation>
    </message>
    <message>
        <source>A command of your own</source>
        <translation>Ein eigener Befehl</translation>
    </message>
    <message>
        <source>A connection that is lost is still written to. What is written goes nowhere.</source>
        <translation>In eine verlorene Verbindung wird noch geschrieben. Was geschrieben wird, geht ins Leere.</translation>
    </message>
    <message>
        <source>A coroutine was created and dropped without being awaited: nothing of it ran.</source>
        <translation>Eine Koroutine wurde erzeugt und verworfen, ohne dass jemand auf sie wartete: nichts von ihr lief.</translation>
    </message>
    <message>
        <source>A datagram from %1 is not answered: the answer might be answered in its turn, for ever. More of them are counted.</source>
        <translation>Ein Datagramm von %1 wird nicht beantwortet: die Antwort könnte ihrerseits beantwortet werden, endlos. Weitere werden gezählt.</translation>
    </message>
    <message>
        <source>A descriptor that a transport owns was to be watched by hand. Both would read the same bytes.</source>
        <translation>Ein Deskriptor, der einem Transport gehört, sollte von Hand überwacht werden. Beide läsen dieselben Bytes.</translation>
    </message>
    <message>
        <source>A future or task was awaited on a loop other than its own. It would be woken on the wrong thread.</source>
        <translation>Auf ein Future oder einen Task wurde auf einer fremden Schleife gewartet. Es würde im falschen Thread geweckt.</translation>
    </message>
    <message>
        <source>A future was given an exception, and nobody asked for it: the error would have gone unnoticed.</source>
        <translation>Ein Future bekam eine Ausnahme, und niemand fragte danach: der Fehler wäre unbemerkt geblieben.</translation>
    </message>
    <message>
        <source>A handler of a stream ended without closing its connection, and nobody else holds it.</source>
        <translation>Der Behandler eines Stroms endete, ohne seine Verbindung zu schließen, und niemand sonst hält sie.</translation>
    </message>
    <message>
        <source>A lock was released by code that did not hold it, or is held for ever.</source>
        <translation>Eine Sperre wurde von Code freigegeben, der sie nicht hielt, oder wird für immer gehalten.</translation>
    </message>
    <message>
        <source>A loop was called from a thread that is not its own. Such calls corrupt its state sooner or later.</source>
        <translation>Eine Schleife wurde aus einem fremden Thread aufgerufen. Solche Aufrufe beschädigen früher oder später ihren Zustand.</translation>
    </message>
    <message>
        <source>A loop was destroyed without being closed.</source>
        <translation>Eine Schleife wurde zerstört, ohne geschlossen zu sein.</translation>
    </message>
    <message>
        <source>A loop was run from inside a running loop. That would never come back to the outer one.</source>
        <translation>Eine Schleife wurde aus einer laufenden heraus gestartet. Das käme nie zur äußeren zurück.</translation>
    </message>
    <message>
        <source>A loop was stopped before what it was run for was done. Its result is missing.</source>
        <translation>Eine Schleife wurde gestoppt, bevor getan war, wofür sie lief. Das Ergebnis fehlt.</translation>
    </message>
    <message>
        <source>A loop was used after it had been closed. The call had no effect.</source>
        <translation>Eine Schleife wurde verwendet, nachdem sie geschlossen war. Der Aufruf hatte keine Wirkung.</translation>
    </message>
    <message>
        <source>A message is a &amp;line</source>
        <translation>Eine Nachricht ist eine &amp;Zeile</translation>
    </message>
    <message>
        <source>A query is one SELECT; write one statement.</source>
        <translation>Eine Abfrage ist ein SELECT; schreiben Sie eine Anweisung.</translation>
    </message>
    <message>
        <source>A query only reads what is recorded: use one SELECT.</source>
        <translation>Eine Abfrage liest nur, was aufgezeichnet ist: verwenden Sie ein SELECT.</translation>
    </message>
    <message>
        <source>A search term is missing here.</source>
        <translation>Hier fehlt ein Suchbegriff.</translation>
    </message>
    <message>
        <source>A second</source>
        <translation>Eine Sekunde</translation>
    </message>
    <message>
        <source>A step back</source>
        <translation>Einen Schritt zurück</translation>
    </message>
    <message>
        <source>A step forward</source>
        <translation>Einen Schritt vor</translation>
    </message>
    <message>
        <source>A task ended with an exception, and nobody asked for its result: the error would have gone unnoticed.</source>
        <translation>Ein Task endete mit einer Ausnahme, und niemand fragte nach seinem Ergebnis: der Fehler wäre unbemerkt geblieben.</translation>
    </message>
    <message>
        <source>A task ran for more than a second without suspending once, though it may have awaited: what it awaited was ready each time.</source>
        <translation>Ein Task lief über eine Sekunde, ohne einmal auszusetzen, obwohl er gewartet haben mag: worauf er wartete, war jedes Mal bereit.</translation>
    </message>
    <message>
        <source>A task waits for a future that only it holds, so nobody can ever complete it. It waits for ever.</source>
        <translation>Ein Task wartet auf ein Future, das nur er hält; niemand kann es je abschließen. Er wartet für immer.</translation>
    </message>
    <message>
        <source>A task wakes itself more often than others wake it: it polls, and takes the processor for it.</source>
        <translation>Ein Task weckt sich öfter selbst, als andere ihn wecken: er fragt dauernd nach und belegt dafür den Prozessor.</translation>
    </message>
    <message>
        <source>A task was dropped before it was done. The rest of its coroutine never ran.</source>
        <translation>Ein Task wurde verworfen, bevor er fertig war. Der Rest seiner Koroutine lief nie.</translation>
    </message>
    <message>
        <source>A transport was still open when its loop was closed. What its buffer held is lost.</source>
        <translation>Ein Transport war noch offen, als seine Schleife geschlossen wurde. Was in seinem Puffer lag, ist verloren.</translation>
    </message>
    <message>
        <source>A value is missing after “%1”.</source>
        <translation>Nach „%1“ fehlt ein Wert.</translation>
    </message>
    <message>
        <source>A&amp;bort connection</source>
        <translation>Verbindung a&amp;bbrechen</translation>
    </message>
    <message>
        <source>ALPN</source>
        <translation>ALPN</translation>
    </message>
    <message>
        <source>ALPN %1</source>
        <translation>ALPN %1</translation>
    </message>
    <message>
        <source>About Loopscope</source>
        <translation>Über Loopscope</translation>
    </message>
    <message>
        <source>Accept no IPv4 connections on [::]</source>
        <translation>Auf [::] keine IPv4-Verbindungen annehmen</translation>
    </message>
    <message>
        <source>Accept only a certificate valid for the host</source>
        <translation>Nur ein Zertifikat annehmen, das für den Host gilt</translation>
    </message>
    <message>
        <source>Accept only a certificate valid for the target</source>
        <translation>Nur ein Zertifikat annehmen, das für das Ziel gilt</translation>
    </message>
    <message>
        <source>Activity, last 60 s</source>
        <translation>Aktivität der letzten 60 s</translation>
    </message>
    <message>
        <source>Add a fa&amp;ult ▾</source>
        <translation>Störung ▾</translation>
    </message>
    <message>
        <source>Add a r&amp;ule</source>
        <translation>&amp;Regel hinzufügen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Address of the other end; of a datagram server, each sender has a row</source>
        <translation>Adresse der Gegenseite; bei einem Datagramm-Server hat jeder Absender eine Zeile</translation>
    </message>
    <message>
        <source>Address of this end</source>
        <translation>Adresse dieses Endes</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Ages of tasks</source>
        <translation>Alter der Tasks</translation>
    </message>
    <message>
        <source>Alert received</source>
        <translation>Empfangener Alarm</translation>
    </message>
    <message>
        <source>Alert sent</source>
        <translation>Gesendeter Alarm</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>All that is known of what you selected. It changes its subject only when you choose another one.</source>
        <translation>Alles, was über das Gewählte bekannt ist. Er wechselt nur, wenn Sie etwas anderes wählen.</translation>
    </message>
    <message>
        <source>All views are narrowed to %1 – %2 (%3).</source>
        <translation>Alle Ansichten sind eingeengt auf %1 – %2 (%3).</translation>
    </message>
    <message>
        <source>An instrument for asynchronous programs: it runs servers and clients, and shows every connection, task, timer and warning of theirs.

Licence: GPL-3.0-or-later; its core, in loop/, MIT.</source>
        <translation>Ein Instrument für asynchrone Programme: es betreibt Server und Clients und zeigt jede ihrer Verbindungen, Tasks, Timer und Warnungen.

Lizenz: GPL-3.0-or-later; sein Kern, in loop/, MIT.</translation>
    </message>
    <message>
        <source>Another program has been making the TLS certificate in %1 for %2 s. End it, or name a certificate of your own with cert= and key=.</source>
        <translation>Ein anderes Programm erstellt seit %2 s das TLS-Zertifikat in %1. Beenden Sie es, oder nennen Sie ein eigenes mit cert= und key=.</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Answers by rules: what to send when, and when to disconnect</source>
        <translation>Antwortet nach Regeln: was wann gesendet und wann getrennt wird</translation>
    </message>
    <message>
        <source>Answers that are not what was sent</source>
        <translation>Antworten, die nicht sind, was gesendet wurde</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>Jede Zeit</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Appended to each line, except in hex</source>
        <translation>Wird an jede Zeile angehängt, außer in Hex</translation>
    </message>
    <message>
        <source>Appended to each line, such as %0A for a line feed, or 0a in hex</source>
        <translation>Wird an jede Zeile angehängt, wie %0A für einen Zeilenvorschub, oder 0a in Hex</translation>
    </message>
    <message>
        <source>Apply and &amp;restart</source>
        <translation>Anwenden und neu sta&amp;rten</translation>
    </message>
    <message>
        <source>As all of its session, until they are changed here.</source>
        <translation>Wie alle ihrer Sitzung, bis sie hier geändert werden.</translation>
    </message>
    <message>
        <source>As it is &amp;shown</source>
        <translation>Wie &amp;gezeigt</translation>
    </message>
    <message>
        <source>As te&amp;xt</source>
        <translation>Als Te&amp;xt</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>As wide as the text</source>
        <translation>Wie der übrige Text</translation>
    </message>
    <message>
        <source>At</source>
        <translation>Bei</translation>
    </message>
    <message>
        <source>At %1</source>
        <translation>Bei %1</translation>
    </message>
    <message>
        <source>At connect</source>
        <translation>Beim Verbinden</translation>
    </message>
    <message>
        <source>Await instead, or run the other loop on a thread of its own.</source>
        <translation>Warten Sie stattdessen, oder lassen Sie die andere Schleife in einem eigenen Thread laufen.</translation>
    </message>
    <message>
        <source>Await it (co_await), or make it a task (createTask).</source>
        <translation>Warten Sie auf sie (co_await), oder machen Sie einen Task daraus (createTask).</translation>
    </message>
    <message>
        <source>Await sleep(0) now and then, or move the work to an executor.</source>
        <translation>Warten Sie ab und zu auf sleep(0), oder verlagern Sie die Arbeit in einen Executor.</translation>
    </message>
    <message>
        <source>Await the future, or read its exception.</source>
        <translation>Warten Sie auf das Future, oder lesen Sie seine Ausnahme.</translation>
    </message>
    <message>
        <source>Await the task, read its exception, or catch the exception inside it.</source>
        <translation>Warten Sie auf den Task, lesen Sie seine Ausnahme, oder fangen Sie sie in ihm.</translation>
    </message>
    <message>
        <source>Await what it waits for, such as an Event, a Queue or a Future.</source>
        <translation>Warten Sie auf das, worauf er wartet, wie ein Event, eine Queue oder ein Future.</translation>
    </message>
    <message>
        <source>Bac&amp;k</source>
        <translation>Z&amp;urück</translation>
    </message>
    <message>
        <source>Back to li&amp;ve</source>
        <translation>Zurück zu &amp;Live</translation>
    </message>
    <message>
        <source>Back to live</source>
        <translation>Zurück zu Live</translation>
    </message>
    <message>
        <source>Begin by asking for a recording to open</source>
        <translation>Zu Beginn fragen, welche Aufzeichnung geöffnet werden soll</translation>
    </message>
    <message>
        <source>Begin by asking for a server to start</source>
        <translation>Zu Beginn fragen, welcher Server gestartet werden soll</translation>
    </message>
    <message>
        <source>Beyond its budget the oldest part of a recording leaves. What the command line says comes first.</source>
        <translation>Über ihr Budget hinaus geht der älteste Teil einer Aufzeichnung. Was die Befehlszeile sagt, geht vor.</translation>
    </message>
    <message>
        <source>Break the circle: let one of them not wait for the next, or cancel one of them.</source>
        <translation>Durchbrechen Sie den Kreis: lassen Sie einen nicht auf den nächsten warten, oder brechen Sie einen ab.</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen…</translation>
    </message>
    <message>
        <source>Budget of the recording that is used</source>
        <translation>Genutzter Anteil des Budgets der Aufzeichnung</translation>
    </message>
    <message>
        <source>Busiest coroutines</source>
        <translation>Meistbeschäftigte Koroutinen</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>Beschäftigt</translation>
    </message>
    <message>
        <source>Busy in all</source>
        <translation>Beschäftigt insgesamt</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Bytes &amp;received…</source>
        <translation>&amp;Empfangene Bytes…</translation>
    </message>
    <message>
        <source>Bytes &amp;sent…</source>
        <translation>&amp;Gesendete Bytes…</translation>
    </message>
    <message>
        <source>Bytes a second</source>
        <translation>Bytes je Sekunde</translation>
    </message>
    <message>
        <source>Bytes a second in both directions over the last ten seconds, the newest at the right; sorted by the newest</source>
        <translation>Bytes je Sekunde in beiden Richtungen in den letzten zehn Sekunden, das Neueste rechts; danach sortiert</translation>
    </message>
    <message>
        <source>Bytes as &amp;base64</source>
        <translation>Bytes als &amp;Base64</translation>
    </message>
    <message>
        <source>Bytes as &amp;hex</source>
        <translation>Bytes als &amp;Hex</translation>
    </message>
    <message>
        <source>Bytes as &amp;text</source>
        <translation>Bytes als &amp;Text</translation>
    </message>
    <message>
        <source>Bytes as a &amp;C array</source>
        <translation>Bytes als &amp;C-Feld</translation>
    </message>
    <message>
        <source>Bytes as pairs of hex digits, sent without a line ending</source>
        <translation>Bytes als Paare von Hexziffern, ohne Zeilenende gesendet</translation>
    </message>
    <message>
        <source>Bytes received or sent</source>
        <translation>Empfangene oder gesendete Bytes</translation>
    </message>
    <message>
        <source>Bytes received so far</source>
        <translation>Bisher empfangene Bytes</translation>
    </message>
    <message>
        <source>Bytes sent so far</source>
        <translation>Bisher gesendete Bytes</translation>
    </message>
    <message>
        <source>C&amp;ancel task</source>
        <translation>Task &amp;abbrechen</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>&amp;Leeren</translation>
    </message>
    <message>
        <source>C&amp;lose connection</source>
        <translation>Verbindung schl&amp;ießen</translation>
    </message>
    <message>
        <source>C&amp;olumns</source>
        <translation>S&amp;palten</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Call close() when the loop is not needed any more; Runner does so by itself.</source>
        <translation>Rufen Sie close() auf, wenn die Schleife nicht mehr gebraucht wird; Runner tut es selbst.</translation>
    </message>
    <message>
        <source>Call writer.close() at the end of the handler, or keep the writer.</source>
        <translation>Rufen Sie am Ende des Behandlers writer.close() auf, oder behalten Sie den Writer.</translation>
    </message>
    <message>
        <source>Callback</source>
        <translation>Rückruf</translation>
    </message>
    <message>
        <source>Cancel the export</source>
        <translation>Export abbrechen</translation>
    </message>
    <message>
        <source>Cancel the task and await its end before the loop is closed.</source>
        <translation>Brechen Sie den Task ab, und warten Sie auf sein Ende, bevor die Schleife geschlossen wird.</translation>
    </message>
    <message>
        <source>Cancelled by</source>
        <translation>Abgebrochen von</translation>
    </message>
    <message>
        <source>Cannot create a socket at %1. Choose a path in a folder that you can write to.</source>
        <translation>Bei %1 kann kein Socket angelegt werden. Wählen Sie einen Pfad in einem Ordner, in den Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>Catch the exception in the callback, or set an exception handler.</source>
        <translation>Fangen Sie die Ausnahme im Rückruf, oder setzen Sie einen Behandler für Ausnahmen.</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Zertifikat</translation>
    </message>
    <message>
        <source>Certificate %1</source>
        <translation>Zertifikat %1</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Changes apply at once.</source>
        <translation>Änderungen gelten sofort.</translation>
    </message>
    <message>
        <source>Check the disk, or choose another place.</source>
        <translation>Prüfen Sie die Platte, oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Check the resolver of this machine, or use a numeric address.</source>
        <translation>Prüfen Sie die Namensauflösung dieses Rechners, oder verwenden Sie eine Adresse in Zahlen.</translation>
    </message>
    <message>
        <source>Choose a file: %1</source>
        <translation>Datei wählen: %1</translation>
    </message>
    <message>
        <source>Choose a place that you may write to.</source>
        <translation>Wählen Sie einen Ort, an den Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>Cipher</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Ciphers to allow, by OpenSSL's names, separated by colons; names with TLS_ are of TLS 1.3, all others of TLS 1.2</source>
        <translation>Erlaubte Verfahren mit OpenSSLs Namen, durch Doppelpunkte getrennt; Namen mit TLS_ gehören zu TLS 1.3, alle anderen zu TLS 1.2</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>Kreis</translation>
    </message>
    <message>
        <source>Clear awa&amp;y ended rows</source>
        <translation>Beendetes &amp;wegräumen</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close %1</source>
        <translation>%1 schließen</translation>
    </message>
    <message>
        <source>Close Loopscope</source>
        <translation>Loopscope schließen</translation>
    </message>
    <message>
        <source>Close connections that nobody needs, or raise the limit of descriptors (ulimit -n).</source>
        <translation>Schließen Sie Verbindungen, die niemand braucht, oder heben Sie die Grenze der Deskriptoren an (ulimit -n).</translation>
    </message>
    <message>
        <source>Close it, and let the loop run until connectionLost() has come.</source>
        <translation>Schließen Sie ihn, und lassen Sie die Schleife laufen, bis connectionLost() gekommen ist.</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>Closed connections and finished tasks; the log keeps them all.</source>
        <translation>Geschlossene Verbindungen und beendete Tasks; das Log behält sie alle.</translation>
    </message>
    <message>
        <source>Co&amp;mpare with…</source>
        <translation>V&amp;ergleichen mit…</translation>
    </message>
    <message>
        <source>Co&amp;py as text</source>
        <translation>Als Text &amp;kopieren</translation>
    </message>
    <message>
        <source>Co&amp;py cell</source>
        <translation>&amp;Zelle kopieren</translation>
    </message>
    <message>
        <source>Colours of the window: system, light or dark</source>
        <translation>Farben des Fensters: system, light oder dark</translation>
    </message>
    <message>
        <source>Column headers</source>
        <translation>Spaltenköpfe</translation>
    </message>
    <message>
        <source>Comman&amp;ds…</source>
        <translation>Be&amp;fehle…</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>Befehlszeile</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Compare two recordings; --limit 'p99&lt;1.1x' is an exit status for scripts</source>
        <translation>Zwei Aufzeichnungen vergleichen; --limit 'p99&lt;1.1x' setzt den Exit-Status für Skripte</translation>
    </message>
    <message>
        <source>Compare with a recording of before</source>
        <translation>Mit einer früheren Aufzeichnung vergleichen</translation>
    </message>
    <message>
        <source>Comparison of two recordings</source>
        <translation>Vergleich zweier Aufzeichnungen</translation>
    </message>
    <message>
        <source>Complete the filter</source>
        <translation>Filter vervollständigen</translation>
    </message>
    <message>
        <source>Completions</source>
        <translation>Vervollständigungen</translation>
    </message>
    <message>
        <source>Conn</source>
        <translation>Verb.</translation>
    </message>
    <message>
        <source>Connecting to %1 is not permitted. Check the socket's permissions and firewalls.</source>
        <translation>Die Verbindung zu %1 ist nicht erlaubt. Prüfen Sie die Rechte des Sockets und Firewalls.</translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation>Verbindung zu %1 wird aufgebaut…</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation>Verbindung %1</translation>
    </message>
    <message>
        <source>Connection %1 of %2 cannot be replayed: </source>
        <translation>Verbindung %1 von %2 kann nicht wiederholt werden: </translation>
    </message>
    <message>
        <source>Connection %1 of %2 cannot be replayed: %3 of its %4 bytes are not in the recording, which left events out when more came than it could keep.</source>
        <translation>Verbindung %1 von %2 kann nicht wiederholt werden: %3 ihrer %4 Bytes fehlen in der Aufzeichnung, die Ereignisse ausließ, als mehr kamen, als sie behalten konnte.</translation>
    </message>
    <message>
        <source>Connection closed: %1</source>
        <translation>Verbindung geschlossen: %1</translation>
    </message>
    <message>
        <source>Connection from: %1</source>
        <translation>Verbindung von: %1</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Connections not made, or closed because a message had no answer, within timeout=</source>
        <translation>Verbindungen, die nicht zustande kamen oder geschlossen wurden, weil eine Nachricht innerhalb von timeout= keine Antwort hatte</translation>
    </message>
    <message>
        <source>Connections refused, or broken off by the peer</source>
        <translation>Verbindungen, die abgelehnt oder von der Gegenseite abgebrochen wurden</translation>
    </message>
    <message>
        <source>Connections that moved most</source>
        <translation>Verbindungen, die am meisten übertrugen</translation>
    </message>
    <message>
        <source>Connections, Tasks, Timers, Warnings, Log, Timeline</source>
        <translation>Verbindungen, Tasks, Timer, Warnungen, Log, Zeitleiste</translation>
    </message>
    <message>
        <source>Contains</source>
        <translation>Enthält</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Context menu of the row</source>
        <translation>Kontextmenü der Zeile</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Gespräch</translation>
    </message>
    <message>
        <source>Cop&amp;y</source>
        <translation>Ko&amp;pieren</translation>
    </message>
    <message>
        <source>Copy command &amp;line</source>
        <translation>Befehls&amp;zeile kopieren</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>Zeilen kopieren</translation>
    </message>
    <message>
        <source>Copy the command line</source>
        <translation>Befehlszeile kopieren</translation>
    </message>
    <message>
        <source>Copy the selected rows, or everything</source>
        <translation>Die gewählten Zeilen kopieren, oder alles</translation>
    </message>
    <message>
        <source>Coroutine</source>
        <translation>Koroutine</translation>
    </message>
    <message>
        <source>Correct the marked fields first.</source>
        <translation>Berichtigen Sie zuerst die markierten Felder.</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Created at</source>
        <translation>Erzeugt bei</translation>
    </message>
    <message>
        <source>Created by</source>
        <translation>Erzeugt von</translation>
    </message>
    <message>
        <source>Ctrl+1 … Ctrl+6</source>
        <translation>Strg+1 … Strg+6</translation>
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation>Strg+C</translation>
    </message>
    <message>
        <source>Ctrl+Space</source>
        <translation>Strg+Leertaste</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Debug mode</source>
        <translation>Debug-Modus</translation>
    </message>
    <message>
        <source>Debug mode is off: slow callbacks, coroutines that were never awaited and tasks that wait in a circle are not looked for.</source>
        <translation>Der Debug-Modus ist aus: nach langsamen Rückrufen, Koroutinen, auf die niemand wartete, und Tasks, die im Kreis warten, wird nicht gesucht.</translation>
    </message>
    <message>
        <source>Decide later</source>
        <translation>Später entscheiden</translation>
    </message>
    <message>
        <source>Detach %1</source>
        <translation>%1 abtrennen</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Einzelheit</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <source>Direction, probability and what triggers it</source>
        <translation>Richtung, Wahrscheinlichkeit und Auslöser</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Discards what it receives and never answers (RFC 863)</source>
        <translation>Verwirft, was er empfängt, und antwortet nie (RFC 863)</translation>
    </message>
    <message>
        <source>Dismiss the notice</source>
        <translation>Meldung ausblenden</translation>
    </message>
    <message>
        <source>Do not do it</source>
        <translation>Nicht tun</translation>
    </message>
    <message>
        <source>Do not show this again</source>
        <translation>Nicht mehr zeigen</translation>
    </message>
    <message>
        <source>Do one thing more</source>
        <translation>Noch etwas tun</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Due in</source>
        <translation>Fällig in</translation>
    </message>
    <message>
        <source>Duplic&amp;ate…</source>
        <translation>Du&amp;plizieren…</translation>
    </message>
    <message>
        <source>Duration of the run</source>
        <translation>Dauer des Laufs</translation>
    </message>
    <message>
        <source>E&amp;xclude this</source>
        <translation>Dieses auss&amp;chließen</translation>
    </message>
    <message>
        <source>Each task below one that awaits it; those that wait for each other in a circle are marked</source>
        <translation>Jeder Task unter dem, der auf ihn wartet; wer im Kreis aufeinander wartet, ist markiert</translation>
    </message>
    <message>
        <source>Edi&amp;t…</source>
        <translation>&amp;Bearbeiten…</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <comment>title of a window, a session</comment>
        <translation>%1 bearbeiten</translation>
    </message>
    <message>
        <source>Edit the rules</source>
        <translation>Regeln bearbeiten</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>Editor</translation>
    </message>
    <message>
        <source>Elapsed</source>
        <translation>Vergangen</translation>
    </message>
    <message>
        <source>Empty line, %1</source>
        <translation>Leere Zeile, %1</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Ends in CRLF</source>
        <translation>Mit CRLF</translation>
    </message>
    <message>
        <source>Ends in LF</source>
        <translation>Mit LF</translation>
    </message>
    <message>
        <source>Enter the path of the socket, such as /tmp/%1</source>
        <translation>Geben Sie den Pfad des Sockets ein, wie /tmp/%1</translation>
    </message>
    <message>
        <source>Equivalent command line</source>
        <translation>Entsprechende Befehlszeile</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Error of the session</source>
        <translation>Fehler der Sitzung</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Escapes</source>
        <translation>Maskiert</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Events merged</source>
        <translation>Zusammengefasste Ereignisse</translation>
    </message>
    <message>
        <source>Every connection of every session, live. Closed ones fade and leave after a while, which is a setting. Click a header to sort, a row to inspect it.</source>
        <translation>Jede Verbindung jeder Sitzung, live. Geschlossene verblassen und gehen nach einer Weile, die sich einstellen lässt. Klicken Sie auf einen Kopf zum Sortieren, auf eine Zeile zum Untersuchen.</translation>
    </message>
    <message>
        <source>Every task: what it runs, what it waits for and at which line. Cancel one from its menu and watch what follows.</source>
        <translation>Jeder Task: was er ausführt, worauf er wartet und in welcher Zeile. Brechen Sie einen über sein Menü ab, und sehen Sie, was folgt.</translation>
    </message>
    <message>
        <source>Every timer that is pending, the next one first.</source>
        <translation>Jeder ausstehende Timer, der nächste zuerst.</translation>
    </message>
    <message>
        <source>Everything is kept.</source>
        <translation>Alles wird behalten.</translation>
    </message>
    <message>
        <source>Everything that happened, in order, from the recording. It follows the newest row until you scroll up.</source>
        <translation>Alles, was geschah, der Reihe nach, aus der Aufzeichnung. Es folgt der neuesten Zeile, bis Sie nach oben rollen.</translation>
    </message>
    <message>
        <source>Everything that was said here</source>
        <translation>Alles, was hier gesagt wurde</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export &amp;what the filter shows…</source>
        <translation>Exportieren, &amp;was der Filter zeigt…</translation>
    </message>
    <message>
        <source>Export as &amp;JSON Lines…</source>
        <translation>Als &amp;JSON Lines exportieren…</translation>
    </message>
    <message>
        <source>Export as CS&amp;V…</source>
        <translation>Als CS&amp;V exportieren…</translation>
    </message>
    <message>
        <source>Export as CSV</source>
        <translation>Als CSV exportieren</translation>
    </message>
    <message>
        <source>Export as JSON Lines</source>
        <translation>Als JSON Lines exportieren</translation>
    </message>
    <message>
        <source>Export for other &amp;tools…</source>
        <translation>Für andere Werkzeuge e&amp;xportieren…</translation>
    </message>
    <message>
        <source>Export for other tools</source>
        <translation>Für andere Werkzeuge exportieren</translation>
    </message>
    <message>
        <source>Export the log</source>
        <translation>Das Log exportieren</translation>
    </message>
    <message>
        <source>Export what the filter shows</source>
        <translation>Exportieren, was der Filter zeigt</translation>
    </message>
    <message>
        <source>Export what this filter of the log shows, such as 'event:data bytes&gt;1kB'</source>
        <translation>Exportieren, was dieser Filter des Logs zeigt, wie 'event:data bytes&gt;1kB'</translation>
    </message>
    <message>
        <source>Fault applied to each connection, such as latency:50ms,jitter:10ms,direction:out; may be repeated</source>
        <translation>Störung jeder Verbindung, wie latency:50ms,jitter:10ms,direction:out; mehrfach möglich</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>Störungen</translation>
    </message>
    <message>
        <source>Faults need a session, and this has none.</source>
        <translation>Störungen brauchen eine Sitzung, und dies hat keine.</translation>
    </message>
    <message>
        <source>Faults need a transport, and api=sockets has none. Use api=streams or api=protocol.</source>
        <translation>Störungen brauchen einen Transport, und api=sockets hat keinen. Verwenden Sie api=streams oder api=protocol.</translation>
    </message>
    <message>
        <source>Faults of this connect&amp;ion</source>
        <translation>Störungen dieser Verbin&amp;dung</translation>
    </message>
    <message>
        <source>Faults that hit</source>
        <translation>Störungen, die trafen</translation>
    </message>
    <message>
        <source>Faults, one per line</source>
        <translation>Störungen, eine je Zeile</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>Figures of both recordings, side by side</source>
        <translation>Kennzahlen beider Aufzeichnungen nebeneinander</translation>
    </message>
    <message>
        <source>File that the secrets of each connection are appended to, so that Wireshark can decrypt a capture; default: $SSLKEYLOGFILE</source>
        <translation>Datei, an die die Geheimnisse jeder Verbindung angehängt werden, damit Wireshark einen Mitschnitt entschlüsseln kann; sonst: $SSLKEYLOGFILE</translation>
    </message>
    <message>
        <source>File whose lines are sent at once; - for standard input, the default without a window</source>
        <translation>Datei, deren Zeilen auf einmal gesendet werden; - für die Standardeingabe, die ohne Fenster gilt</translation>
    </message>
    <message>
        <source>File whose lines are sent instead; - for standard input</source>
        <translation>Datei, deren Zeilen stattdessen gesendet werden; - für die Standardeingabe</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter   peer:127.0.0.1 state:open in&gt;1MB   %1</source>
        <translation>Filter   peer:127.0.0.1 state:open in&gt;1MB   %1</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filters used lately or named (Alt+Down)</source>
        <translation>Zuletzt benutzte und benannte Filter (Alt+Abwärts)</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Find everything</source>
        <translation>Alles finden</translation>
    </message>
    <message>
        <source>Find in the conversation</source>
        <translation>Im Gespräch suchen</translation>
    </message>
    <message>
        <source>Find in the strea&amp;m</source>
        <translation>Im &amp;Strom suchen</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Erste</translation>
    </message>
    <message>
        <source>Flight recorder (%1): what led to it is written to %2.</source>
        <translation>Flugschreiber (%1): was dazu führte, wird nach %2 geschrieben.</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>Fluss</translation>
    </message>
    <message>
        <source>Follow what happens now</source>
        <translation>Verfolgen, was jetzt geschieht</translation>
    </message>
    <message>
        <source>For replay and replay-server, bytes of the peer that are not those of the recording: others in their place, those that are missing, and those that are too many</source>
        <translation>Bei replay und replay-server Bytes der Gegenseite, die nicht die der Aufzeichnung sind: andere an ihrer Stelle, fehlende und überzählige</translation>
    </message>
    <message>
        <source>For&amp;ward</source>
        <translation>V&amp;orwärts</translation>
    </message>
    <message>
        <source>Forwards connections to another server and shows the traffic</source>
        <translation>Reicht Verbindungen an einen anderen Server weiter und zeigt den Verkehr</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Free some space there, or choose another place.</source>
        <translation>Schaffen Sie dort Platz, oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Freezes the view; the sessions keep running</source>
        <translation>Hält die Anzeige an; die Sitzungen laufen weiter</translation>
    </message>
    <message>
        <source>From here</source>
        <translation>Eigene Adresse</translation>
    </message>
    <message>
        <source>From what length a step counts as slow</source>
        <translation>Ab welcher Länge ein Schritt als langsam gilt</translation>
    </message>
    <message>
        <source>Go back in time</source>
        <translation>In der Zeit zurückgehen</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Go to &amp;task</source>
        <translation>Zum &amp;Task</translation>
    </message>
    <message>
        <source>Go to &amp;task %1</source>
        <translation>Zum &amp;Task %1</translation>
    </message>
    <message>
        <source>Go to co&amp;nnection</source>
        <translation>Zur &amp;Verbindung</translation>
    </message>
    <message>
        <source>Go to s&amp;ession</source>
        <translation>Zur &amp;Sitzung</translation>
    </message>
    <message>
        <source>Go to the newest row and follow what comes</source>
        <translation>Zur neuesten Zeile gehen und folgen, was kommt</translation>
    </message>
    <message>
        <source>Groups of lanes</source>
        <translation>Gruppen von Spuren</translation>
    </message>
    <message>
        <source>Half-close the connection at the end of the file</source>
        <translation>Die Verbindung am Ende der Datei halb schließen</translation>
    </message>
    <message>
        <source>Handshake</source>
        <translation>Handschlag</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>Hex</translation>
    </message>
    <message>
        <source>Hex in it</source>
        <translation>Hex darin</translation>
    </message>
    <message>
        <source>Histogram of the times that answers took</source>
        <translation>Histogramm der Antwortzeiten</translation>
    </message>
    <message>
        <source>Host name to ask the server for; default: the one that is verified</source>
        <translation>Hostname, nach dem der Server gefragt wird; sonst: der, der geprüft wird</translation>
    </message>
    <message>
        <source>How lines are written; with escapes, \r \n \x00 stand for bytes</source>
        <translation>Wie Zeilen geschrieben sind; mit escapes stehen \r \n \x00 für Bytes</translation>
    </message>
    <message>
        <source>How long each message blocks the whole loop</source>
        <translation>Wie lange jede Nachricht die ganze Schleife blockiert</translation>
    </message>
    <message>
        <source>How long it has been open, or was</source>
        <translation>Wie lange sie offen ist oder war</translation>
    </message>
    <message>
        <source>How long the step took</source>
        <translation>Wie lange der Schritt dauerte</translation>
    </message>
    <message>
        <source>How many events this row stands for, where there were too many to keep each</source>
        <translation>Für wie viele Ereignisse diese Zeile steht, wo es zu viele gab, um jedes zu behalten</translation>
    </message>
    <message>
        <source>How many of its steps took how long: below 1 µs at the left, above 1 s at the right</source>
        <translation>Wie viele seiner Schritte wie lange dauerten: links unter 1 µs, rechts über 1 s</translation>
    </message>
    <message>
        <source>How often it ran, from one await to the next</source>
        <translation>Wie oft er lief, von einem Warten zum nächsten</translation>
    </message>
    <message>
        <source>How often, of this kind and at this place</source>
        <translation>Wie oft, von dieser Art und an dieser Stelle</translation>
    </message>
    <message>
        <source>How to mend it</source>
        <translation>Wie man es behebt</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>In and out</source>
        <translation>Ein und aus</translation>
    </message>
    <message>
        <source>In what time it is due</source>
        <translation>In welcher Zeit er fällig ist</translation>
    </message>
    <message>
        <source>In which task</source>
        <translation>In welchem Task</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Interval between lines</source>
        <translation>Abstand zwischen Zeilen</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>Ausgestellt von</translation>
    </message>
    <message>
        <source>It was closed at the start: say where it goes, or name a file.</source>
        <translation>Sie war schon beim Start geschlossen: Sagen Sie, wohin sie geht, oder nennen Sie eine Datei.</translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation>Durchläufe</translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl *.ndjson *.json)</source>
        <translation>JSON Lines (*.jsonl *.ndjson *.json)</translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl *.ndjson *.json);;CSV (*.csv);;Wireshark (*.pcapng);;Perfetto (*.perfetto-trace);;SQLite (*.sqlite)</source>
        <translation>JSON Lines (*.jsonl *.ndjson *.json);;CSV (*.csv);;Wireshark (*.pcapng);;Perfetto (*.perfetto-trace);;SQLite (*.sqlite)</translation>
    </message>
    <message>
        <source>JSON file of rules, or the JSON itself; default: an example</source>
        <translation>JSON-Datei mit Regeln, oder das JSON selbst; sonst: ein Beispiel</translation>
    </message>
    <message>
        <source>Keep %1 as</source>
        <translation>%1 behalten als</translation>
    </message>
    <message>
        <source>Keep &amp;ended rows for</source>
        <translation>Beendetes bleibt &amp;gelistet</translation>
    </message>
    <message>
        <source>Keep &amp;for</source>
        <translation>&amp;Dauer</translation>
    </message>
    <message>
        <source>Keep large arrays on the heap, in a std::vector for example.</source>
        <translation>Halten Sie große Felder auf dem Heap, zum Beispiel in einem std::vector.</translation>
    </message>
    <message>
        <source>Keep the future where its result is set.</source>
        <translation>Halten Sie das Future dort, wo sein Ergebnis gesetzt wird.</translation>
    </message>
    <message>
        <source>Keep the last of the recording, as 10min</source>
        <translation>Das Letzte der Aufzeichnung behalten, als 10min</translation>
    </message>
    <message>
        <source>Keep the newest of the recording, as 200MB; the oldest leave</source>
        <translation>Das Neueste der Aufzeichnung behalten, als 200MB; das Älteste geht</translation>
    </message>
    <message>
        <source>Key exchange</source>
        <translation>Schlüsselaustausch</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>Verzug</translation>
    </message>
    <message>
        <source>Language of the window, such as en or de</source>
        <translation>Sprache des Fensters, wie en oder de</translation>
    </message>
    <message>
        <source>Largest lag of each second</source>
        <translation>Größter Verzug jeder Sekunde</translation>
    </message>
    <message>
        <source>Last activity</source>
        <translation>Letzte Aktivität</translation>
    </message>
    <message>
        <source>Last step</source>
        <translation>Letzter Schritt</translation>
    </message>
    <message>
        <source>Lasted</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Leave out what was before: seconds since it began, or a date and time</source>
        <translation>Auslassen, was davor war: Sekunden seit ihrem Beginn, oder Datum und Uhrzeit</translation>
    </message>
    <message>
        <source>Leave out what was later</source>
        <translation>Auslassen, was später war</translation>
    </message>
    <message>
        <source>Left behind</source>
        <translation>Zurückgelassen</translation>
    </message>
    <message>
        <source>Left out so far: %1 events, %2 of data.</source>
        <translation>Bisher ausgelassen: %1 Ereignisse, %2 Daten.</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Let fewer become ready at once: bound how many connections or tasks are woken together.</source>
        <translation>Lassen Sie weniger auf einmal bereit werden: begrenzen Sie, wie viele Verbindungen oder Tasks zusammen geweckt werden.</translation>
    </message>
    <message>
        <source>Let the coroutine return instead of calling stop().</source>
        <translation>Lassen Sie die Koroutine zurückkehren, statt stop() aufzurufen.</translation>
    </message>
    <message>
        <source>Let the handler catch all that it may throw.</source>
        <translation>Lassen Sie den Behandler alles fangen, was er werfen kann.</translation>
    </message>
    <message>
        <source>Level of the core's API that the server uses</source>
        <translation>Ebene der Schnittstelle des Kerns, die der Server verwendet</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>Limit not met: %1.</source>
        <translation>Limit nicht eingehalten: %1.</translation>
    </message>
    <message>
        <source>Limit that the second is to meet; x: times the first; may be repeated</source>
        <translation>Limit, das die zweite einhalten soll; x: Vielfaches der ersten; mehrfach möglich</translation>
    </message>
    <message>
        <source>Limit to meet, such as p99&lt;5ms or errors&lt;1; may be repeated</source>
        <translation>Einzuhaltendes Limit, wie p99&lt;5ms oder errors&lt;1; mehrfach möglich</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzwerte</translation>
    </message>
    <message>
        <source>Limits and errors</source>
        <translation>Limits und Fehler</translation>
    </message>
    <message>
        <source>Limits not met by %1: %2.</source>
        <translation>Limits, die %1 nicht einhält: %2.</translation>
    </message>
    <message>
        <source>Line %1 of %2 has more than a mebibyte, which is too long for format=%3. Use format=plain, or shorter lines.</source>
        <translation>Zeile %1 von %2 hat mehr als ein Mebibyte, zu lang für format=%3. Verwenden Sie format=plain oder kürzere Zeilen.</translation>
    </message>
    <message>
        <source>Line %1 of %2: %3.</source>
        <translation>Zeile %1 von %2: %3.</translation>
    </message>
    <message>
        <source>Line ending</source>
        <translation>Zeilenende</translation>
    </message>
    <message>
        <source>Line to send; may be repeated, or contain several lines</source>
        <translation>Zu sendende Zeile; mehrfach möglich, oder mit mehreren Zeilen</translation>
    </message>
    <message>
        <source>List of the longest steps</source>
        <translation>Liste der längsten Schritte</translation>
    </message>
    <message>
        <source>Listens at</source>
        <translation>Lauscht an</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Live: what is shown happens now</source>
        <translation>Live: was gezeigt wird, geschieht jetzt</translation>
    </message>
    <message>
        <source>Lo&amp;g</source>
        <translation>Lo&amp;g</translation>
    </message>
    <message>
        <source>Local</source>
        <translation>Lokal</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>Längster</translation>
    </message>
    <message>
        <source>Longest iteration</source>
        <translation>Längster Durchlauf</translation>
    </message>
    <message>
        <source>Longest lag</source>
        <translation>Größter Verzug</translation>
    </message>
    <message>
        <source>Longest step</source>
        <translation>Längster Schritt</translation>
    </message>
    <message>
        <source>Longest steps</source>
        <translation>Längste Schritte</translation>
    </message>
    <message>
        <source>Longest wait for an answer before the next line is sent</source>
        <translation>Längstes Warten auf eine Antwort, bevor die nächste Zeile gesendet wird</translation>
    </message>
    <message>
        <source>Look closer</source>
        <translation>Genauer hinsehen</translation>
    </message>
    <message>
        <source>Looking up a host name took longer than the limit. What waited for its address waited as long.</source>
        <translation>Das Auflösen eines Hostnamens dauerte länger als erlaubt. Was auf die Adresse wartete, wartete ebenso lange.</translation>
    </message>
    <message>
        <source>Loop %1</source>
        <translation>Schleife %1</translation>
    </message>
    <message>
        <source>Loop %1 held for %2 by %3</source>
        <translation>Schleife %1 für %2 gehalten von %3</translation>
    </message>
    <message>
        <source>Loopscope</source>
        <translation>Loopscope</translation>
    </message>
    <message>
        <source>Loopscope %1</source>
        <translation>Loopscope %1</translation>
    </message>
    <message>
        <source>Loopscope: %1</source>
        <translation>Loopscope: %1</translation>
    </message>
    <message>
        <source>Make another loop, or end what calls it before the loop is closed.</source>
        <translation>Machen Sie eine andere Schleife, oder beenden Sie, was sie aufruft, bevor sie geschlossen wird.</translation>
    </message>
    <message>
        <source>Make its folder, or choose another place.</source>
        <translation>Legen Sie den Ordner an, oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Many callbacks that were ready at once held the loop together for longer than the limit, though none of them was slow alone.</source>
        <translation>Viele Rückrufe, die auf einmal bereit waren, hielten die Schleife zusammen länger als erlaubt, obwohl keiner allein langsam war.</translation>
    </message>
    <message>
        <source>Marked: %1</source>
        <translation>Markiert: %1</translation>
    </message>
    <message>
        <source>Maximum number of connections waiting to be accepted</source>
        <translation>Höchstzahl von Verbindungen, die auf Annahme warten</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>Merged</source>
        <translation>Zusammengefasst</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Message no.</source>
        <translation>Nachricht Nr.</translation>
    </message>
    <message>
        <source>Message number</source>
        <translation>Nummer der Nachricht</translation>
    </message>
    <message>
        <source>Message size in bytes</source>
        <translation>Größe einer Nachricht in Bytes</translation>
    </message>
    <message>
        <source>Message to %1, sent with Enter</source>
        <translation>Nachricht an %1, gesendet mit Enter</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Messages a second</source>
        <translation>Nachrichten je Sekunde</translation>
    </message>
    <message>
        <source>Messages answered as they were sent; for lines, lines answered; for repeat, lines sent; for replay, messages of the recording that were sent</source>
        <translation>Nachrichten, die so beantwortet wurden, wie sie gesendet wurden; bei lines beantwortete Zeilen; bei repeat gesendete Zeilen; bei replay gesendete Nachrichten der Aufzeichnung</translation>
    </message>
    <message>
        <source>Messages answered per second</source>
        <translation>Beantwortete Nachrichten je Sekunde</translation>
    </message>
    <message>
        <source>Messages in flight per connection</source>
        <translation>Nachrichten unterwegs je Verbindung</translation>
    </message>
    <message>
        <source>Messages per second in total, each timed from when it is due</source>
        <translation>Nachrichten je Sekunde insgesamt, jede gemessen ab ihrer Fälligkeit</translation>
    </message>
    <message>
        <source>Mistakes that the loops found, one row a kind and place. Debug mode finds more of them. The Inspector says what a warning means and how to mend it.</source>
        <translation>Fehler, die die Schleifen fanden, eine Zeile je Art und Stelle. Der Debug-Modus findet mehr. Der Inspektor sagt, was eine Warnung bedeutet und wie man sie behebt.</translation>
    </message>
    <message>
        <source>Mo&amp;ve down</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <source>Moment that is shown</source>
        <translation>Gezeigter Moment</translation>
    </message>
    <message>
        <source>More tools</source>
        <translation>Weitere Werkzeuge</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>Move or remove the rule</source>
        <translation>Regel verschieben oder entfernen</translation>
    </message>
    <message>
        <source>Move the work to an executor (runInExecutor), or await in between.</source>
        <translation>Verlagern Sie die Arbeit in einen Executor (runInExecutor), oder warten Sie dazwischen.</translation>
    </message>
    <message>
        <source>Move u&amp;p</source>
        <translation>Nac&amp;h oben</translation>
    </message>
    <message>
        <source>Move what blocks (files, name lookups, long computations, sleep) to an executor, or use the awaitable form of it.</source>
        <translation>Verlagern Sie, was blockiert (Dateien, Namensauflösung, lange Rechnungen, sleep), in einen Executor, oder verwenden Sie die Form, auf die man warten kann.</translation>
    </message>
    <message>
        <source>Na&amp;me this moment…</source>
        <translation>Moment &amp;benennen…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name a file.</source>
        <translation>Nennen Sie eine Datei.</translation>
    </message>
    <message>
        <source>Name a filter</source>
        <translation>Einen Filter benennen</translation>
    </message>
    <message>
        <source>Name of %1</source>
        <translation>Name von %1</translation>
    </message>
    <message>
        <source>Name that the certificate must be valid for; default: the host</source>
        <translation>Name, für den das Zertifikat gelten muss; sonst: der Host</translation>
    </message>
    <message>
        <source>Name that the target's certificate must be valid for; default: the host</source>
        <translation>Name, für den das Zertifikat des Ziels gelten muss; sonst: der Host</translation>
    </message>
    <message>
        <source>Name this moment</source>
        <translation>Diesen Moment benennen</translation>
    </message>
    <message>
        <source>Named m&amp;oments</source>
        <translation>Benannte M&amp;omente</translation>
    </message>
    <message>
        <source>Narrows the view in front: session:echo, peer:10.0.0.7, state:open, in&gt;1MB, not, or, parentheses, "words", /regex/. Ctrl+Space completes.</source>
        <translation>Engt die vordere Ansicht ein: session:echo, peer:10.0.0.7, state:open, in&gt;1MB, not, or, Klammern, "Wörter", /regex/. Strg+Leertaste vervollständigt.</translation>
    </message>
    <message>
        <source>Ne&amp;xt named moment</source>
        <translation>&amp;Nächster benannter Moment</translation>
    </message>
    <message>
        <source>Negotiated TLS parameters</source>
        <translation>Ausgehandelte TLS-Parameter</translation>
    </message>
    <message>
        <source>New &amp;client…</source>
        <translation>Neuer &amp;Client…</translation>
    </message>
    <message>
        <source>New &amp;server…</source>
        <translation>Neuer &amp;Server…</translation>
    </message>
    <message>
        <source>New clie&amp;nt…</source>
        <translation>Neuer C&amp;lient…</translation>
    </message>
    <message>
        <source>New client</source>
        <translation>Neuer Client</translation>
    </message>
    <message>
        <source>New serve&amp;r…</source>
        <translation>Neuer Se&amp;rver…</translation>
    </message>
    <message>
        <source>New server</source>
        <translation>Neuer Server</translation>
    </message>
    <message>
        <source>New sessions</source>
        <translation>Neue Sitzungen</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>Neueste</translation>
    </message>
    <message>
        <source>Newest version of TLS to accept</source>
        <translation>Neueste angenommene TLS-Version</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>Nächster Treffer</translation>
    </message>
    <message>
        <source>No connection now.</source>
        <translation>Zurzeit keine Verbindung.</translation>
    </message>
    <message>
        <source>No ending</source>
        <translation>Ohne</translation>
    </message>
    <message>
        <source>No local port is left for another connection to %1. Use fewer connections, or wait a minute until the ports of closed ones are free.</source>
        <translation>Für eine weitere Verbindung zu %1 ist kein lokaler Port übrig. Verwenden Sie weniger Verbindungen, oder warten Sie eine Minute, bis die Ports der geschlossenen frei sind.</translation>
    </message>
    <message>
        <source>No moment has a name yet</source>
        <translation>Noch hat kein Moment einen Namen</translation>
    </message>
    <message>
        <source>No more connections can be opened: all %1 descriptors that this program may have are in use. Raise the limit with 'ulimit -n' before it starts, or use fewer connections.</source>
        <translation>Es können keine weiteren Verbindungen geöffnet werden: alle %1 Deskriptoren, die dieses Programm haben darf, sind in Gebrauch. Heben Sie die Grenze mit 'ulimit -n' an, bevor es startet, oder verwenden Sie weniger Verbindungen.</translation>
    </message>
    <message>
        <source>No more lines are read: %1.</source>
        <translation>Es werden keine weiteren Zeilen gelesen: %1.</translation>
    </message>
    <message>
        <source>No payload</source>
        <translation>Kein Inhalt</translation>
    </message>
    <message>
        <source>No recording was opened yet</source>
        <translation>Noch wurde keine Aufzeichnung geöffnet</translation>
    </message>
    <message>
        <source>No server that this client can reach over %1 is running. Start one first, or give a port from 1 to 65535.</source>
        <translation>Es läuft kein Server, den dieser Client über %1 erreichen kann. Starten Sie zuerst einen, oder geben Sie einen Port von 1 bis 65535 an.</translation>
    </message>
    <message>
        <source>No step so far.</source>
        <translation>Noch kein Schritt.</translation>
    </message>
    <message>
        <source>No task has run in this time</source>
        <translation>In dieser Zeit lief kein Task</translation>
    </message>
    <message>
        <source>No task runs.</source>
        <translation>Kein Task läuft.</translation>
    </message>
    <message>
        <source>No timer is pending.</source>
        <translation>Kein Timer steht aus.</translation>
    </message>
    <message>
        <source>No warning so far.</source>
        <translation>Noch keine Warnung.</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Nobody reads standard output, so the end of it is lost.</source>
        <translation>Niemand liest die Standardausgabe, daher ist ihr Ende verloren.</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>Keine.</translation>
    </message>
    <message>
        <source>Not set</source>
        <translation>Nicht gesetzt</translation>
    </message>
    <message>
        <source>Not valid: %1.</source>
        <translation>Nicht gültig: %1.</translation>
    </message>
    <message>
        <source>Nothing accepts connections at %1. Start the server first, or check the host and the port.</source>
        <translation>Nichts nimmt bei %1 Verbindungen an. Starten Sie zuerst den Server, oder prüfen Sie Host und Port.</translation>
    </message>
    <message>
        <source>Nothing goes wrong on purpose. Add a fault to see what becomes of it.</source>
        <translation>Nichts geht absichtlich schief. Fügen Sie eine Störung hinzu, um zu sehen, was daraus wird.</translation>
    </message>
    <message>
        <source>Nothing has happened so far.</source>
        <translation>Noch ist nichts geschehen.</translation>
    </message>
    <message>
        <source>Nothing is running yet</source>
        <translation>Noch läuft nichts</translation>
    </message>
    <message>
        <source>Nothing matches the filter.</source>
        <translation>Nichts passt zum Filter.</translation>
    </message>
    <message>
        <source>Nothing to send</source>
        <translation>Nichts zu senden</translation>
    </message>
    <message>
        <source>Nothing was sent: the connection to %1 is not open for it. Start the session again.</source>
        <translation>Nichts wurde gesendet: die Verbindung zu %1 ist nicht dafür offen. Starten Sie die Sitzung erneut.</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Notify on the &amp;desktop of failures while hidden</source>
        <translation>Fehler bei verborgenem Fenster &amp;melden</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Number of concurrent connections</source>
        <translation>Anzahl gleichzeitiger Verbindungen</translation>
    </message>
    <message>
        <source>Number of consecutive ports</source>
        <translation>Anzahl aufeinander folgender Ports</translation>
    </message>
    <message>
        <source>Number of lines</source>
        <translation>Anzahl der Zeilen</translation>
    </message>
    <message>
        <source>Number of the connection in the recording</source>
        <translation>Nummer der Verbindung in der Aufzeichnung</translation>
    </message>
    <message>
        <source>Number of the connection that it is about</source>
        <translation>Nummer der Verbindung, um die es geht</translation>
    </message>
    <message>
        <source>Number of the connection; it is never given to another one</source>
        <translation>Nummer der Verbindung; sie wird nie einer anderen gegeben</translation>
    </message>
    <message>
        <source>Number of the event in the recording</source>
        <translation>Nummer des Ereignisses in der Aufzeichnung</translation>
    </message>
    <message>
        <source>Number of the task that it is about</source>
        <translation>Nummer des Tasks, um den es geht</translation>
    </message>
    <message>
        <source>Number of the task that ran</source>
        <translation>Nummer des Tasks, der lief</translation>
    </message>
    <message>
        <source>Number of the task that serves it</source>
        <translation>Nummer des Tasks, der sie bedient</translation>
    </message>
    <message>
        <source>Number of the task; it is never given to another one</source>
        <translation>Nummer des Tasks; sie wird nie einem anderen gegeben</translation>
    </message>
    <message>
        <source>Number of the timer</source>
        <translation>Nummer des Timers</translation>
    </message>
    <message>
        <source>OCSP</source>
        <translation>OCSP</translation>
    </message>
    <message>
        <source>Occasions without a dump of their own, since another was just written: %1.</source>
        <translation>Anlässe ohne eigenen Auszug, weil gerade ein anderer geschrieben wurde: %1.</translation>
    </message>
    <message>
        <source>Of a datagram with more than %1 lines, the rest is not answered.</source>
        <translation>Von einem Datagramm mit mehr als %1 Zeilen wird der Rest nicht beantwortet.</translation>
    </message>
    <message>
        <source>Of every connection of this session, at once.</source>
        <translation>Aller Verbindungen dieser Sitzung zugleich.</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>Versatz</translation>
    </message>
    <message>
        <source>Oldest version of TLS to accept</source>
        <translation>Älteste angenommene TLS-Version</translation>
    </message>
    <message>
        <source>On behalf of which session</source>
        <translation>Für welche Sitzung</translation>
    </message>
    <message>
        <source>On which connection</source>
        <translation>Auf welcher Verbindung</translation>
    </message>
    <message>
        <source>One per line: %1. Each may have: %2.</source>
        <translation>Eine je Zeile: %1. Jede darf haben: %2.</translation>
    </message>
    <message>
        <source>Only the first %1 were copied. Save the bytes, or select fewer rows.</source>
        <translation>Nur die ersten %1 wurden kopiert. Speichern Sie die Bytes, oder wählen Sie weniger Zeilen.</translation>
    </message>
    <message>
        <source>Only what &amp;differs</source>
        <translation>Nur &amp;Unterschiede</translation>
    </message>
    <message>
        <source>Open a recording</source>
        <translation>Eine Aufzeichnung öffnen</translation>
    </message>
    <message>
        <source>Open a scenario</source>
        <translation>Ein Szenario öffnen</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open scenar&amp;io…</source>
        <translation>S&amp;zenario öffnen…</translation>
    </message>
    <message>
        <source>Open the line in the e&amp;ditor</source>
        <translation>Zeile im &amp;Editor öffnen</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Geöffnet</translation>
    </message>
    <message>
        <source>Opening, open, paused (its write buffer is full), half-closed (one direction has ended), closing, closed, lost (it broke) or aborted</source>
        <translation>Öffnet, offen, pausiert (ihr Schreibpuffer ist voll), halb zu (eine Richtung ist zu Ende), schließt, geschlossen, verloren (sie brach) oder abgebrochen</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>Or else what arrives at once</source>
        <translation>Sonst das, was auf einmal ankommt</translation>
    </message>
    <message>
        <source>Or name a certificate of your own with cert= and key=.</source>
        <translation>Oder nennen Sie ein eigenes Zertifikat mit cert= und key=.</translation>
    </message>
    <message>
        <source>Order of the lanes</source>
        <translation>Reihenfolge der Spuren</translation>
    </message>
    <message>
        <source>Other computers reach what listens on 0.0.0.0 or on an address of this one.</source>
        <translation>Andere Rechner erreichen, was auf 0.0.0.0 oder einer Adresse dieses Rechners lauscht.</translation>
    </message>
    <message>
        <source>Other machines can connect to it at %1.</source>
        <translation>Andere Rechner können sich bei %1 damit verbinden.</translation>
    </message>
    <message>
        <source>Other machines can connect to it if %1 resolves to an address that they can reach.</source>
        <translation>Andere Rechner können sich damit verbinden, wenn %1 für eine Adresse steht, die sie erreichen.</translation>
    </message>
    <message>
        <source>Other machines can connect to it: %1 stands for every address of this one.</source>
        <translation>Andere Rechner können sich damit verbinden: %1 steht für jede Adresse dieses Rechners.</translation>
    </message>
    <message>
        <source>Other machines can read all that is sent and received here, in clear text, at %1.</source>
        <translation>Andere Rechner können unter %1 alles lesen, was hier gesendet und empfangen wird, im Klartext.</translation>
    </message>
    <message>
        <source>Other machines can read all that is sent and received here, in clear text, if %1 resolves to an address that they can reach.</source>
        <translation>Andere Rechner können alles lesen, was hier gesendet und empfangen wird, im Klartext, wenn %1 für eine Adresse steht, die sie erreichen.</translation>
    </message>
    <message>
        <source>Other machines can read all that is sent and received here, in clear text: %1 stands for every address of this one.</source>
        <translation>Andere Rechner können alles lesen, was hier gesendet und empfangen wird, im Klartext: %1 steht für jede Adresse dieses Rechners.</translation>
    </message>
    <message>
        <source>Other messages due and not answered when their connection or the run ended. At the end, answers that may still come are awaited for a second, or for twice the longest time measured where that is more</source>
        <translation>Andere fällige Nachrichten, die bei Ende ihrer Verbindung oder des Laufs nicht beantwortet waren. Am Ende wird auf Antworten, die noch kommen können, eine Sekunde gewartet, oder doppelt so lange wie die längste gemessene Zeit, wenn das mehr ist</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Over %1.</source>
        <translation>Über %1.</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>Zeitverlauf</translation>
    </message>
    <message>
        <source>Over udp there are no connections: rules for connecting and for silence have no effect.</source>
        <translation>Über udp gibt es keine Verbindungen: Regeln für Verbindung und Stille haben keine Wirkung.</translation>
    </message>
    <message>
        <source>P&amp;ath</source>
        <translation>&amp;Pfad</translation>
    </message>
    <message>
        <source>PEM file of authorities; clients need a certificate signed by one of them</source>
        <translation>PEM-Datei mit Zertifizierungsstellen; Clients brauchen ein von einer signiertes Zertifikat</translation>
    </message>
    <message>
        <source>PEM file of certificate authorities to trust for the target instead of the system's</source>
        <translation>PEM-Datei mit Zertifizierungsstellen, denen für das Ziel statt denen des Systems vertraut wird</translation>
    </message>
    <message>
        <source>PEM file of certificate authorities to trust instead of the system's</source>
        <translation>PEM-Datei mit Zertifizierungsstellen, denen statt denen des Systems vertraut wird</translation>
    </message>
    <message>
        <source>PEM file with its key; default: the file given as cert</source>
        <translation>PEM-Datei mit seinem Schlüssel; sonst: die als cert angegebene Datei</translation>
    </message>
    <message>
        <source>PEM file with the certificate and its chain; default: one generated for localhost</source>
        <translation>PEM-Datei mit dem Zertifikat und seiner Kette; sonst: ein für localhost erzeugtes</translation>
    </message>
    <message>
        <source>PEM file with the client's certificate and its chain</source>
        <translation>PEM-Datei mit dem Zertifikat des Clients und seiner Kette</translation>
    </message>
    <message>
        <source>PEM file with the key; default: the file given as cert</source>
        <translation>PEM-Datei mit dem Schlüssel; sonst: die als cert angegebene Datei</translation>
    </message>
    <message>
        <source>PEM file with the only certificate to accept from the target, whoever signed it</source>
        <translation>PEM-Datei mit dem einzigen Zertifikat, das vom Ziel angenommen wird, gleich wer es signierte</translation>
    </message>
    <message>
        <source>PEM file with the only certificate to accept, whoever signed it</source>
        <translation>PEM-Datei mit dem einzigen Zertifikat, das angenommen wird, gleich wer es signierte</translation>
    </message>
    <message>
        <source>Pace: 1 as recorded, 10 for ten times as fast, or max</source>
        <translation>Tempo: 1 wie aufgezeichnet, 10 für zehnmal so schnell, oder max</translation>
    </message>
    <message>
        <source>Packets live: %1</source>
        <translation>Pakete live: %1</translation>
    </message>
    <message>
        <source>Packets of all that is sent and received from now on, TLS in clear text; needs no privilege</source>
        <translation>Pakete von allem, was von nun an gesendet und empfangen wird, TLS im Klartext; braucht keine Rechte</translation>
    </message>
    <message>
        <source>Passed on by</source>
        <translation>Weitergegeben von</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Muster</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Pauses</source>
        <translation>Pausen</translation>
    </message>
    <message>
        <source>Payload kept of each message: all, none or its first bytes, as 4k</source>
        <translation>Behaltener Inhalt jeder Nachricht: all, none oder ihre ersten Bytes, als 4k</translation>
    </message>
    <message>
        <source>Peer</source>
        <translation>Gegenseite</translation>
    </message>
    <message>
        <source>Pla&amp;y</source>
        <translation>Abs&amp;pielen</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>Einfacher Text</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Plays the client's side of a recorded conversation and compares what the server answers</source>
        <translation>Spielt die Seite des Clients eines aufgezeichneten Gesprächs und vergleicht, was der Server antwortet</translation>
    </message>
    <message>
        <source>Plays the server's side of a recorded conversation to each client and compares what it sends</source>
        <translation>Spielt jedem Client die Seite des Servers eines aufgezeichneten Gesprächs und vergleicht, was er sendet</translation>
    </message>
    <message>
        <source>Port %1 is for privileged programs. Choose one from 1024, or 0 for any free one.</source>
        <translation>Port %1 ist privilegierten Programmen vorbehalten. Wählen Sie einen ab 1024, oder 0 für einen freien.</translation>
    </message>
    <message>
        <source>Port %1 is in use by another program. Choose another port, or 0 for any free one.</source>
        <translation>Port %1 wird von einem anderen Programm verwendet. Wählen Sie einen anderen Port, oder 0 für einen freien.</translation>
    </message>
    <message>
        <source>Ports go up to %1</source>
        <translation>Ports gehen bis %1</translation>
    </message>
    <message>
        <source>Position in the recording</source>
        <translation>Stelle in der Aufzeichnung</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>Voriger Treffer</translation>
    </message>
    <message>
        <source>Print CSV</source>
        <translation>CSV ausgeben</translation>
    </message>
    <message>
        <source>Print JSON</source>
        <translation>JSON ausgeben</translation>
    </message>
    <message>
        <source>Print the version, and those of Qt, OpenSSL and SQLite, then exit</source>
        <translation>Die Version und die von Qt, OpenSSL und SQLite ausgeben und enden</translation>
    </message>
    <message>
        <source>Print this, then exit</source>
        <translation>Dies ausgeben, dann enden</translation>
    </message>
    <message>
        <source>Print what SQL finds in a recording, whose table of events is 'events'</source>
        <translation>Ausgeben, was SQL in einer Aufzeichnung findet, deren Tabelle der Ereignisse 'events' heißt</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message>
        <source>Protocols to accept, such as h2,http/1.1</source>
        <translation>Angenommene Protokolle, wie h2,http/1.1</translation>
    </message>
    <message>
        <source>Protocols to offer, preferred first, such as h2,http/1.1</source>
        <translation>Angebotene Protokolle, bevorzugte zuerst, wie h2,http/1.1</translation>
    </message>
    <message>
        <source>Put a mark of that name into the recording at each such signal; may be repeated</source>
        <translation>Bei jedem solchen Signal eine Marke dieses Namens in die Aufzeichnung setzen; mehrfach möglich</translation>
    </message>
    <message>
        <source>Put an apostrophe before cells of CSV that a spreadsheet would take for a formula</source>
        <translation>Einen Apostroph vor Zellen der CSV setzen, die eine Tabellenkalkulation für eine Formel hielte</translation>
    </message>
    <message>
        <source>Qt Creator</source>
        <translation>Qt Creator</translation>
    </message>
    <message>
        <source>R&amp;estart</source>
        <translation>Neu st&amp;arten</translation>
    </message>
    <message>
        <source>R&amp;ules</source>
        <translation>Reg&amp;eln</translation>
    </message>
    <message>
        <source>Raise the limit on the size of files with 'ulimit -f', or choose another disk.</source>
        <translation>Heben Sie die Grenze der Dateigröße mit 'ulimit -f' an, oder wählen Sie eine andere Platte.</translation>
    </message>
    <message>
        <source>Random seed; the same seed repeats the same faults</source>
        <translation>Startwert des Zufalls; der gleiche Wert wiederholt die gleichen Störungen</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>Rate, last 10 s</source>
        <translation>Rate, letzte 10 s</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>Entfer&amp;nen</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Liest…</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Ready (it waits for its turn), running, suspended (it waits for something), cancelling, done, failed or cancelled</source>
        <translation>Bereit (er ist gleich dran), läuft, wartet (auf etwas), im Abbruch, fertig, gescheitert oder abgebrochen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt verwendet</translation>
    </message>
    <message>
        <source>Recent recordin&amp;gs</source>
        <translation>Letzte Aufzeichnun&amp;gen</translation>
    </message>
    <message>
        <source>Recor&amp;ding</source>
        <translation>A&amp;ufzeichnen</translation>
    </message>
    <message>
        <source>Record into FILE from the beginning; it stays, and can be opened</source>
        <translation>Von Beginn an in DATEI aufzeichnen; sie bleibt und kann geöffnet werden</translation>
    </message>
    <message>
        <source>Recorded from %1 to %2.</source>
        <translation>Aufgezeichnet von %1 bis %2.</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufzeichnung</translation>
    </message>
    <message>
        <source>Recording (.loopscope) with the conversation</source>
        <translation>Aufzeichnung (.loopscope) mit dem Gespräch</translation>
    </message>
    <message>
        <source>Recording is off: cannot create a file in %1 (%2). Make room there, or choose another folder with TMPDIR.</source>
        <translation>Die Aufzeichnung ist aus: in %1 kann keine Datei angelegt werden (%2). Schaffen Sie dort Platz, oder wählen Sie mit TMPDIR einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Recordings (*.loopscope)</source>
        <translation>Aufzeichnungen (*.loopscope)</translation>
    </message>
    <message>
        <source>Regex</source>
        <translation>Regex</translation>
    </message>
    <message>
        <source>Relay bytes as received instead of lines prefixed with the sender</source>
        <translation>Bytes weitergeben, wie sie kommen, statt Zeilen mit dem Absender davor</translation>
    </message>
    <message>
        <source>Relays what each client sends to all others</source>
        <translation>Gibt, was jeder Client sendet, an alle anderen weiter</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Remove a session</source>
        <translation>Eine Sitzung entfernen</translation>
    </message>
    <message>
        <source>Rename the message</source>
        <translation>Die Nachricht umbenennen</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>Wiederholt</translation>
    </message>
    <message>
        <source>Reports slow callbacks, coroutines that were never awaited and calls from the wrong thread; costs some speed</source>
        <translation>Meldet langsame Rückrufe, Koroutinen, auf die niemand wartete, und Aufrufe aus dem falschen Thread; kostet etwas Tempo</translation>
    </message>
    <message>
        <source>Rese&amp;nd the last message</source>
        <translation>&amp;Letzte Nachricht erneut senden</translation>
    </message>
    <message>
        <source>Resend last</source>
        <translation>Erneut senden</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Rewin&amp;d</source>
        <translation>&amp;Zurückspulen</translation>
    </message>
    <message>
        <source>Rewind</source>
        <translation>Zurückspulen</translation>
    </message>
    <message>
        <source>Rewound to %1</source>
        <translation>Zurückgespult auf %1</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Rows cannot show what these rules say. Edit them as text.</source>
        <translation>Zeilen können nicht zeigen, was diese Regeln sagen. Bearbeiten Sie sie als Text.</translation>
    </message>
    <message>
        <source>Rule %1: its pattern gave up on a message of %2 bytes, which counts as not fitting. Make the pattern simpler.</source>
        <translation>Regel %1: ihr Muster gab bei einer Nachricht von %2 Bytes auf; das zählt als nicht passend. Vereinfachen Sie das Muster.</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Rules, as JSON</source>
        <translation>Regeln, als JSON</translation>
    </message>
    <message>
        <source>Run a scenario, a JSON file of sessions and limits</source>
        <translation>Ein Szenario ausführen, eine JSON-Datei mit Sitzungen und Limits</translation>
    </message>
    <message>
        <source>Run the loop in debug mode, which finds mistakes</source>
        <translation>Die Schleife im Debug-Modus betreiben, der Fehler findet</translation>
    </message>
    <message>
        <source>Run without a window, with a summary line a second</source>
        <translation>Ohne Fenster laufen, mit einer Zeile je Sekunde</translation>
    </message>
    <message>
        <source>S&amp;essions</source>
        <translation>Sitzunge&amp;n</translation>
    </message>
    <message>
        <source>S&amp;how this moment</source>
        <translation>Diesen &amp;Moment zeigen</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>SSLKEYLOGFILE=%1 cannot be written: %2. No TLS secrets are logged.</source>
        <translation>SSLKEYLOGFILE=%1 kann nicht geschrieben werden: %2. Es werden keine TLS-Geheimnisse protokolliert.</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>Speichern &amp;als…</translation>
    </message>
    <message>
        <source>Save &amp;recording…</source>
        <translation>Aufzeichnung s&amp;peichern…</translation>
    </message>
    <message>
        <source>Save a picture of the window after --for seconds (1 if absent), then exit</source>
        <translation>Nach --for Sekunden (sonst 1) ein Bild des Fensters speichern, dann enden</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern als…</translation>
    </message>
    <message>
        <source>Save sc&amp;enario…</source>
        <translation>Szenario speiche&amp;rn…</translation>
    </message>
    <message>
        <source>Save the &amp;recording and close…</source>
        <translation>Aufnahme s&amp;peichern und schließen …</translation>
    </message>
    <message>
        <source>Save the bytes</source>
        <translation>Die Bytes speichern</translation>
    </message>
    <message>
        <source>Save the bytes received</source>
        <translation>Die empfangenen Bytes speichern</translation>
    </message>
    <message>
        <source>Save the bytes sent</source>
        <translation>Die gesendeten Bytes speichern</translation>
    </message>
    <message>
        <source>Save the message</source>
        <translation>Die Nachricht speichern</translation>
    </message>
    <message>
        <source>Save the recording</source>
        <translation>Die Aufzeichnung speichern</translation>
    </message>
    <message>
        <source>Save the running sessions as a scenario</source>
        <translation>Die laufenden Sitzungen als Szenario speichern</translation>
    </message>
    <message>
        <source>Saved messages</source>
        <translation>Gespeicherte Nachrichten</translation>
    </message>
    <message>
        <source>Saved ▾</source>
        <translation>Vorlagen ▾</translation>
    </message>
    <message>
        <source>Scenarios (*.json)</source>
        <translation>Szenarien (*.json)</translation>
    </message>
    <message>
        <source>Se&amp;lection</source>
        <translation>Aus&amp;wahl</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>Zweite</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Zufallskeim</translation>
    </message>
    <message>
        <source>Select a connection, a task, a session or a warning to inspect it.</source>
        <translation>Wählen Sie eine Verbindung, einen Task, eine Sitzung oder eine Warnung, um sie zu untersuchen.</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>Gewählt</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Send file</source>
        <translation>Datei senden</translation>
    </message>
    <message>
        <source>Send hex</source>
        <translation>Hex senden</translation>
    </message>
    <message>
        <source>Send the file or standard input byte for byte, without lines</source>
        <translation>Die Datei oder die Standardeingabe Byte für Byte senden, ohne Zeilen</translation>
    </message>
    <message>
        <source>Sends %1</source>
        <translation>Sendet %1</translation>
    </message>
    <message>
        <source>Sends back what it receives</source>
        <translation>Sendet zurück, was er empfängt</translation>
    </message>
    <message>
        <source>Sends lines one at a time, waiting for the answer to each</source>
        <translation>Sendet Zeilen einzeln und wartet auf die Antwort auf jede</translation>
    </message>
    <message>
        <source>Sends messages over many connections and measures response times</source>
        <translation>Sendet Nachrichten über viele Verbindungen und misst die Antwortzeiten</translation>
    </message>
    <message>
        <source>Sends printable characters endlessly (RFC 864)</source>
        <translation>Sendet endlos druckbare Zeichen (RFC 864)</translation>
    </message>
    <message>
        <source>Sends the date and time as text (RFC 867)</source>
        <translation>Sendet Datum und Zeit als Text (RFC 867)</translation>
    </message>
    <message>
        <source>Sends the same line repeatedly, at fixed intervals</source>
        <translation>Sendet dieselbe Zeile wiederholt, in festem Abstand</translation>
    </message>
    <message>
        <source>Sends the seconds since 1900 as 4 bytes (RFC 868)</source>
        <translation>Sendet die Sekunden seit 1900 als 4 Bytes (RFC 868)</translation>
    </message>
    <message>
        <source>Sends what you type and shows what comes back</source>
        <translation>Sendet, was Sie tippen, und zeigt, was zurückkommt</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Serve packets live, for wireshark -k -i TCP@HOST:PORT; without HOST to this machine alone</source>
        <translation>Pakete live anbieten, für wireshark -k -i TCP@HOST:PORT; ohne HOST nur diesem Rechner</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Server name</source>
        <translation>Servername</translation>
    </message>
    <message>
        <source>Server where the peer connected to us, client where we connected to it</source>
        <translation>Server, wo die Gegenseite sich mit uns verband, Client, wo wir uns mit ihr verbanden</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Servers and clients are started here. The sample is a server with a few clients.</source>
        <translation>Hier werden Server und Clients gestartet. Das Beispiel ist ein Server mit einigen Clients.</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Session %1</source>
        <translation>Sitzung %1</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>Setti&amp;ngs…</source>
        <translation>Ei&amp;nstellungen…</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Share the port with other servers that set this</source>
        <translation>Den Port mit anderen Servern teilen, die dies setzen</translation>
    </message>
    <message>
        <source>Shift+F10</source>
        <translation>Umschalt+F10</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Show all &amp;sessions</source>
        <translation>A&amp;lle Sitzungen zeigen</translation>
    </message>
    <message>
        <source>Show all that was recorded (0)</source>
        <translation>Alles Aufgezeichnete zeigen (0)</translation>
    </message>
    <message>
        <source>Show all times</source>
        <translation>Alle Zeiten zeigen</translation>
    </message>
    <message>
        <source>Show as hex</source>
        <translation>Als Hex zeigen</translation>
    </message>
    <message>
        <source>Show as text</source>
        <translation>Als Text zeigen</translation>
    </message>
    <message>
        <source>Show connections, tasks, timers, warnings, log or timeline, and inspect the first row</source>
        <translation>Verbindungen, Tasks, Timer, Warnungen, Log oder Zeitleiste zeigen (connections, tasks, timers, warnings, log, timeline) und die erste Zeile untersuchen</translation>
    </message>
    <message>
        <source>Show in the lo&amp;g</source>
        <translation>Im &amp;Log zeigen</translation>
    </message>
    <message>
        <source>Show live in Wires&amp;hark</source>
        <translation>Live in Wires&amp;hark zeigen</translation>
    </message>
    <message>
        <source>Show this session a&amp;lone</source>
        <translation>Nur &amp;diese Sitzung zeigen</translation>
    </message>
    <message>
        <source>Shows what it receives line by line and never answers</source>
        <translation>Zeigt Zeile für Zeile, was er empfängt, und antwortet nie</translation>
    </message>
    <message>
        <source>Silence of</source>
        <translation>Stille von</translation>
    </message>
    <message>
        <source>Since the &amp;start</source>
        <translation>Seit dem &amp;Anfang</translation>
    </message>
    <message>
        <source>Since the row &amp;before</source>
        <translation>Seit der Zeile da&amp;vor</translation>
    </message>
    <message>
        <source>Size of the log</source>
        <translation>Größe des Logs</translation>
    </message>
    <message>
        <source>Size of the window in pixels; of a picture 1280x800 if absent</source>
        <translation>Größe des Fensters in Pixeln; eines Bildes sonst 1280x800</translation>
    </message>
    <message>
        <source>Something was written after the end of the direction had been announced (writeEof). It was not sent.</source>
        <translation>Nach dem angekündigten Ende der Richtung (writeEof) wurde noch geschrieben. Es wurde nicht gesendet.</translation>
    </message>
    <message>
        <source>Speed of playing</source>
        <translation>Tempo des Abspielens</translation>
    </message>
    <message>
        <source>St&amp;op</source>
        <translation>St&amp;oppen</translation>
    </message>
    <message>
        <source>Sta&amp;rt</source>
        <translation>Sta&amp;rten</translation>
    </message>
    <message>
        <source>Standard output</source>
        <translation>Standardausgabe</translation>
    </message>
    <message>
        <source>Standard output cannot be written: %1. Check where it goes.</source>
        <translation>Die Standardausgabe kann nicht geschrieben werden: %1. Prüfen Sie, wohin sie geht.</translation>
    </message>
    <message>
        <source>Stands in for sockperf's own server</source>
        <translation>Steht für den Server von sockperf</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Start a client; may be repeated. Port 0: that of the last --serve before it over its transport</source>
        <translation>Einen Client starten; mehrfach möglich. Port 0: der des letzten --serve davor über denselben Transport</translation>
    </message>
    <message>
        <source>Start a server and a client here, and watch every connection, task, timer and warning as it happens.
The sample is an echo server with a few clients that talk to it.</source>
        <translation>Starten Sie hier einen Server und einen Client, und sehen Sie jede Verbindung, jeden Task, jeden Timer und jede Warnung, während sie geschehen.
Das Beispiel ist ein Echo-Server mit einigen Clients, die mit ihm reden.</translation>
    </message>
    <message>
        <source>Start a server; may be repeated</source>
        <translation>Einen Server starten; mehrfach möglich</translation>
    </message>
    <message>
        <source>Start something</source>
        <translation>Etwas starten</translation>
    </message>
    <message>
        <source>Start the sa&amp;mple</source>
        <translation>Beis&amp;piel starten</translation>
    </message>
    <message>
        <source>Start wh&amp;at ran last time</source>
        <translation>Star&amp;ten, was zuletzt lief</translation>
    </message>
    <message>
        <source>Start what reads it, or name a file.</source>
        <translation>Starten Sie, was sie liest, oder nennen Sie eine Datei.</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>State of the loops</source>
        <translation>Zustand der Schleifen</translation>
    </message>
    <message>
        <source>State of the timeline</source>
        <translation>Zustand der Zeitleiste</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Step times</source>
        <translation>Schrittzeiten</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Steps within %1 are one</source>
        <translation>Schritte innerhalb von %1 sind einer</translation>
    </message>
    <message>
        <source>Stop after this time</source>
        <translation>Nach dieser Zeit stoppen</translation>
    </message>
    <message>
        <source>Stop and &amp;remove</source>
        <translation>Stoppen und &amp;entfernen</translation>
    </message>
    <message>
        <source>Stop pla&amp;ying</source>
        <translation>Wiedergabe an&amp;halten</translation>
    </message>
    <message>
        <source>Stop when connectionLost() comes, or await drain(), which reports the loss.</source>
        <translation>Hören Sie auf, wenn connectionLost() kommt, oder warten Sie auf drain(), das den Verlust meldet.</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>Subjects of the settings</source>
        <translation>Themen der Einstellungen</translation>
    </message>
    <message>
        <source>Suspended at</source>
        <translation>Wartet bei</translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation>Farbsche&amp;ma</translation>
    </message>
    <message>
        <source>TCP, TLS with its version, UDP, a Unix socket or a pipe</source>
        <translation>TCP, TLS mit seiner Version, UDP, ein Unix-Socket oder eine Pipe</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>TLS with %1 failed: %2. Check that it speaks TLS at this port, and what it demands.</source>
        <translation>TLS mit %1 ist gescheitert: %2. Prüfen Sie, ob es an diesem Port TLS spricht und was es verlangt.</translation>
    </message>
    <message>
        <source>Takes connections and tasks that have ended out of the tables; the recording keeps them</source>
        <translation>Nimmt beendete Verbindungen und Tasks aus den Tabellen; die Aufzeichnung behält sie</translation>
    </message>
    <message>
        <source>Target: HOST:PORT, tls:HOST:PORT or unix:PATH</source>
        <translation>Ziel: HOST:PORT, tls:HOST:PORT oder unix:PFAD</translation>
    </message>
    <message>
        <source>Tas&amp;ks as a tree</source>
        <translation>Tasks als &amp;Baum</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Task</translation>
    </message>
    <message>
        <source>Task %1</source>
        <translation>Task %1</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Tasks</translation>
    </message>
    <message>
        <source>Tasks as a tree</source>
        <translation>Tasks als Baum</translation>
    </message>
    <message>
        <source>Tasks wait for each other in a circle, and none of them can ever go on.</source>
        <translation>Tasks warten im Kreis aufeinander, und keiner von ihnen kann je weiter.</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Text in it</source>
        <translation>Text darin</translation>
    </message>
    <message>
        <source>Text sent before each reply</source>
        <translation>Text vor jeder Antwort</translation>
    </message>
    <message>
        <source>Text si&amp;ze</source>
        <translation>S&amp;chriftgröße</translation>
    </message>
    <message>
        <source>Text sizes go up to %1 pt</source>
        <translation>Schriftgrößen gehen bis %1 pt</translation>
    </message>
    <message>
        <source>Text with \r \n \t \0 \\ and \x00</source>
        <translation>Text mit \r \n \t \0 \\ und \x00</translation>
    </message>
    <message>
        <source>Text, whatever its case; bytes in hex, such as 0d 0a; or a regular expression. Rows and pieces do not cut what is found.</source>
        <translation>Text, gleich in welcher Schreibung; Bytes in Hex, wie 0d 0a; oder ein regulärer Ausdruck. Zeilen und Stücke zerschneiden nicht, was gefunden wird.</translation>
    </message>
    <message>
        <source>The TLS secrets can no longer be written to %1: %2. Connections made from now on cannot be decrypted.</source>
        <translation>Die TLS-Geheimnisse können nicht mehr nach %1 geschrieben werden: %2. Verbindungen von nun an können nicht entschlüsselt werden.</translation>
    </message>
    <message>
        <source>The certificate of %1 is not accepted: %2. Name who signed it with ca=FILE, accept this one with trust=FILE, or any with verify=no.</source>
        <translation>Das Zertifikat von %1 wird nicht angenommen: %2. Nennen Sie mit ca=DATEI, wer es signierte, nehmen Sie dieses mit trust=DATEI an, oder jedes mit verify=no.</translation>
    </message>
    <message>
        <source>The closing parenthesis is missing.</source>
        <translation>Die schließende Klammer fehlt.</translation>
    </message>
    <message>
        <source>The closing quotation mark is missing.</source>
        <translation>Das schließende Anführungszeichen fehlt.</translation>
    </message>
    <message>
        <source>The comparison was cancelled.</source>
        <translation>Der Vergleich wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The comparison with %1 was cancelled.</source>
        <translation>Der Vergleich mit %1 wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The connection to %1 is closed.</source>
        <translation>Die Verbindung zu %1 ist geschlossen.</translation>
    </message>
    <message>
        <source>The connection to %1 is closed. Press Start to open it again.</source>
        <translation>Die Verbindung zu %1 ist geschlossen. Drücken Sie Starten, um sie wieder zu öffnen.</translation>
    </message>
    <message>
        <source>The coroutine that it runs</source>
        <translation>Die Koroutine, die er ausführt</translation>
    </message>
    <message>
        <source>The desktop's (xdg-open)</source>
        <translation>Das des Desktops (xdg-open)</translation>
    </message>
    <message>
        <source>The dump to %1 was cancelled.</source>
        <translation>Der Auszug nach %1 wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The editor has no command. Write one in the settings.</source>
        <translation>Der Editor hat keinen Befehl. Schreiben Sie in den Einstellungen einen.</translation>
    </message>
    <message>
        <source>The events that the filter of the log shows, as JSON Lines or CSV; needs a filter there</source>
        <translation>Die Ereignisse, die der Filter des Logs zeigt, als JSON Lines oder CSV; braucht dort einen Filter</translation>
    </message>
    <message>
        <source>The export to %1 was cancelled.</source>
        <translation>Der Export nach %1 wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The file %1 cannot be used: %2. Check its name, its permissions, and that it is PEM.</source>
        <translation>Die Datei %1 kann nicht verwendet werden: %2. Prüfen Sie Namen, Rechte, und ob sie PEM ist.</translation>
    </message>
    <message>
        <source>The first matching rule applies. "on": "connect", {"text": …}, {"hex": …}, {"regex": …}, {"message": 3} or {"silence": "5s"}. "do", in turn: {"send": …}, {"hex": …}, {"file": …}, {"wait": "200ms"}, "close" or "reset". A message is what arrives at once, or, with "messages": "lines", a line.</source>
        <translation>Die erste passende Regel gilt. "on": "connect", {"text": …}, {"hex": …}, {"regex": …}, {"message": 3} oder {"silence": "5s"}. "do", der Reihe nach: {"send": …}, {"hex": …}, {"file": …}, {"wait": "200ms"}, "close" oder "reset". Eine Nachricht ist, was auf einmal kommt, oder, mit "messages": "lines", eine Zeile.</translation>
    </message>
    <message>
        <source>The first of them</source>
        <translation>Die erste davon</translation>
    </message>
    <message>
        <source>The first rule that fits a message applies.</source>
        <translation>Die erste Regel, die auf eine Nachricht passt, gilt.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made: %2. Make it, or check the permissions of the folders above it.</source>
        <translation>Der Ordner %1 kann nicht angelegt werden: %2. Legen Sie ihn an, oder prüfen Sie die Rechte der Ordner darüber.</translation>
    </message>
    <message>
        <source>The folder of %1 does not exist. Make it, or choose another path.</source>
        <translation>Den Ordner von %1 gibt es nicht. Legen Sie ihn an, oder wählen Sie einen anderen Pfad.</translation>
    </message>
    <message>
        <source>The folder of the sources</source>
        <translation>Der Ordner der Quellen</translation>
    </message>
    <message>
        <source>The frame of a coroutine is larger than 16 KiB. Each task of it costs as much memory.</source>
        <translation>Der Rahmen einer Koroutine ist größer als 16 KiB. Jeder ihrer Tasks kostet so viel Speicher.</translation>
    </message>
    <message>
        <source>The handler of exceptions threw an exception itself. The default handler took over.</source>
        <translation>Der Behandler für Ausnahmen warf selbst eine. Der übliche Behandler übernahm.</translation>
    </message>
    <message>
        <source>The host '%1' is not known: %2. Check its spelling, or use an address.</source>
        <translation>Der Host '%1' ist nicht bekannt: %2. Prüfen Sie die Schreibung, oder verwenden Sie eine Adresse.</translation>
    </message>
    <message>
        <source>The key in %1 does not belong to the certificate in %2. Name the key it was made with.</source>
        <translation>Der Schlüssel in %1 gehört nicht zum Zertifikat in %2. Nennen Sie den, mit dem es gemacht wurde.</translation>
    </message>
    <message>
        <source>The key in %1 is protected by a passphrase. Save it without one, as 'openssl pkey' does.</source>
        <translation>Der Schlüssel in %1 ist durch eine Passphrase geschützt. Speichern Sie ihn ohne, wie es 'openssl pkey' tut.</translation>
    </message>
    <message>
        <source>The last %1 are kept.</source>
        <translation>Die letzten %1 werden behalten.</translation>
    </message>
    <message>
        <source>The last %1, and no more than %2, are kept.</source>
        <translation>Die letzten %1 werden behalten, höchstens %2.</translation>
    </message>
    <message>
        <source>The last minute of all sessions together: messages, bytes and how late the loops were.</source>
        <translation>Die letzte Minute aller Sitzungen zusammen: Nachrichten, Bytes, und wie sehr die Schleifen in Verzug waren.</translation>
    </message>
    <message>
        <source>The line of its innermost co_await</source>
        <translation>Die Zeile seines innersten co_await</translation>
    </message>
    <message>
        <source>The line where it arose</source>
        <translation>Die Zeile, in der sie entstand</translation>
    </message>
    <message>
        <source>The line where it was set</source>
        <translation>Die Zeile, in der er gesetzt wurde</translation>
    </message>
    <message>
        <source>The log does not have it: it is not written yet, or has left the recording.</source>
        <translation>Das Log hat es nicht: es ist noch nicht geschrieben, oder es hat die Aufzeichnung verlassen.</translation>
    </message>
    <message>
        <source>The longest of these times</source>
        <translation>Die längste dieser Zeiten</translation>
    </message>
    <message>
        <source>The longest time from being woken to running: its loop was busy with others</source>
        <translation>Die längste Zeit vom Wecken bis zum Lauf: Ihre Schleife war mit anderen beschäftigt</translation>
    </message>
    <message>
        <source>The message is too large for one datagram to %1. Use at most 65507 bytes.</source>
        <translation>Die Nachricht ist zu groß für ein Datagramm an %1. Verwenden Sie höchstens 65507 Bytes.</translation>
    </message>
    <message>
        <source>The moment that is shown</source>
        <translation>Der gezeigte Moment</translation>
    </message>
    <message>
        <source>The name cannot be kept in %1: %2. Save a copy that you may change, and open that one.</source>
        <translation>Der Name kann nicht in %1 behalten werden: %2. Speichern Sie eine Kopie, die Sie ändern dürfen, und öffnen Sie jene.</translation>
    </message>
    <message>
        <source>The network to %1 is down. Check the network connection.</source>
        <translation>Das Netz zu %1 ist nicht verfügbar. Prüfen Sie die Netzverbindung.</translation>
    </message>
    <message>
        <source>The peer ended the conversation after %1 of the %2 bytes that it said in the recording.</source>
        <translation>Die Gegenseite beendete das Gespräch nach %1 der %2 Bytes, die sie in der Aufzeichnung sendete.</translation>
    </message>
    <message>
        <source>The peer sent nothing more within %1, after %2 bytes: the replay ends there. See what it waits for, or give timeout= more.</source>
        <translation>Die Gegenseite sendete binnen %1 nichts mehr, nach %2 Bytes: Dort endet die Wiederholung. Sehen Sie nach, worauf sie wartet, oder geben Sie timeout= mehr Zeit.</translation>
    </message>
    <message>
        <source>The peer took nothing for %1, at event %2 of the recording: the replay ends there. See whether it still reads, or give timeout= more.</source>
        <translation>Die Gegenseite nahm %1 lang nichts an, bei Ereignis %2 der Aufzeichnung: Dort endet die Wiederholung. Sehen Sie nach, ob sie noch liest, oder geben Sie timeout= mehr Zeit.</translation>
    </message>
    <message>
        <source>The picture %1 cannot be made. Show the window, or make it smaller.</source>
        <translation>Das Bild %1 kann nicht gemacht werden. Zeigen Sie das Fenster, oder machen Sie es kleiner.</translation>
    </message>
    <message>
        <source>The picture %1 cannot be made: there is no window.</source>
        <translation>Das Bild %1 kann nicht gemacht werden: es gibt kein Fenster.</translation>
    </message>
    <message>
        <source>The program at the other end and its process, where that is on this machine and can be seen</source>
        <translation>Das Programm der Gegenseite und sein Prozess, wo er auf diesem Rechner läuft und zu sehen ist</translation>
    </message>
    <message>
        <source>The program cannot end as it should: %1. Exports may be missing: end other programs, or raise the limit with 'ulimit -u'.</source>
        <translation>Das Programm kann nicht enden, wie es soll: %1. Exporte können fehlen: beenden Sie andere Programme, oder heben Sie die Grenze mit 'ulimit -u' an.</translation>
    </message>
    <message>
        <source>The program cannot start: %1.</source>
        <translation>Das Programm kann nicht starten: %1.</translation>
    </message>
    <message>
        <source>The query cannot be answered: %1.</source>
        <translation>Die Abfrage kann nicht beantwortet werden: %1.</translation>
    </message>
    <message>
        <source>The query cannot be answered: it needs more memory than it may have. Ask for fewer rows or columns, or export the recording as .sqlite and query that.</source>
        <translation>Die Abfrage kann nicht beantwortet werden: Sie braucht mehr Speicher, als sie haben darf. Fragen Sie nach weniger Zeilen oder Spalten, oder exportieren Sie die Aufzeichnung als .sqlite und fragen Sie diese ab.</translation>
    </message>
    <message>
        <source>The query is not understood: %1.</source>
        <translation>Die Abfrage ist unverständlich: %1.</translation>
    </message>
    <message>
        <source>The query was cancelled.</source>
        <translation>Die Abfrage wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The reader of packets at %1 was too slow: %2 packets were left out.</source>
        <translation>Der Leser der Pakete bei %1 war zu langsam: %2 Pakete wurden ausgelassen.</translation>
    </message>
    <message>
        <source>The reader of packets at %1 was turned away: %2 read them already. End one of these.</source>
        <translation>Der Leser der Pakete bei %1 wurde abgewiesen: %2 lesen sie schon. Beenden Sie einen von diesen.</translation>
    </message>
    <message>
        <source>The recording %1 cannot be read: %2. Check its disk, and that the file is still there.</source>
        <translation>Die Aufzeichnung %1 kann nicht gelesen werden: %2. Prüfen Sie ihre Platte, und ob die Datei noch da ist.</translation>
    </message>
    <message>
        <source>The recording %1 is damaged (%2). Use a copy of it, if there is one.</source>
        <translation>Die Aufzeichnung %1 ist beschädigt (%2). Verwenden Sie eine Kopie, falls es eine gibt.</translation>
    </message>
    <message>
        <source>The recording cannot be saved as %1: %2. Free some space there, or choose another place.</source>
        <translation>Die Aufzeichnung kann nicht als %1 gespeichert werden: %2. Schaffen Sie dort Platz, oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>The recording goes on: %1 can be written again.</source>
        <translation>Die Aufzeichnung geht weiter: %1 kann wieder geschrieben werden.</translation>
    </message>
    <message>
        <source>The recording has stopped: %1 cannot be written (%2). Check its disk: it goes on by itself, with what memory could keep.</source>
        <translation>Die Aufzeichnung hat angehalten: %1 kann nicht geschrieben werden (%2). Prüfen Sie die Platte: sie geht von selbst weiter, mit dem, was der Speicher halten konnte.</translation>
    </message>
    <message>
        <source>The recording has stopped: %1 was moved or deleted. Put it back: the recording goes on by itself, with what memory could keep.</source>
        <translation>Die Aufzeichnung hat angehalten: %1 wurde verschoben oder gelöscht. Legen Sie sie zurück: sie geht von selbst weiter, mit dem, was der Speicher halten konnte.</translation>
    </message>
    <message>
        <source>The recording has stopped: the disk of %1 is full (a recording leaves %2 of it free). Free some space there: it goes on by itself, with what memory could keep.</source>
        <translation>Die Aufzeichnung hat angehalten: die Platte von %1 ist voll (eine Aufzeichnung lässt %2 davon frei). Schaffen Sie dort Platz: sie geht von selbst weiter, mit dem, was der Speicher halten konnte.</translation>
    </message>
    <message>
        <source>The recording of a run that did not end properly is kept as %1.</source>
        <translation>Die Aufzeichnung eines Laufs, der nicht richtig endete, ist als %1 behalten.</translation>
    </message>
    <message>
        <source>The recording of a run that did not end properly is left at %1: %2.</source>
        <translation>Die Aufzeichnung eines Laufs, der nicht richtig endete, liegt noch bei %1: %2.</translation>
    </message>
    <message>
        <source>The rules were not changed: %1.</source>
        <translation>Die Regeln wurden nicht geändert: %1.</translation>
    </message>
    <message>
        <source>The same faults, one per line, as fault= has them</source>
        <translation>Dieselben Störungen, eine je Zeile, wie in fault=</translation>
    </message>
    <message>
        <source>The same rules as JSON, as rules= has them</source>
        <translation>Dieselben Regeln als JSON, wie rules= sie hat</translation>
    </message>
    <message>
        <source>The same seed repeats the same faults</source>
        <translation>Der gleiche Keim wiederholt die gleichen Störungen</translation>
    </message>
    <message>
        <source>The session cannot start: %1.</source>
        <translation>Die Sitzung kann nicht starten: %1.</translation>
    </message>
    <message>
        <source>The session on whose behalf it is open</source>
        <translation>Die Sitzung, für die sie offen ist</translation>
    </message>
    <message>
        <source>The session on whose behalf it was set</source>
        <translation>Die Sitzung, für die er gestellt wurde</translation>
    </message>
    <message>
        <source>The sessions of %1 are started.</source>
        <translation>Die Sitzungen von %1 sind gestartet.</translation>
    </message>
    <message>
        <source>The state of the loops, and the size of the recording. Notices appear here, and can be read again.</source>
        <translation>Der Zustand der Schleifen und die Größe der Aufzeichnung. Hier erscheinen Meldungen, und sie können wieder gelesen werden.</translation>
    </message>
    <message>
        <source>The sum of the following, and of all other connection failures</source>
        <translation>Die Summe der folgenden und aller anderen gescheiterten Verbindungen</translation>
    </message>
    <message>
        <source>The system gave no descriptor or no memory for a connection, so accepting pauses for a while.</source>
        <translation>Das System gab keinen Deskriptor oder keinen Speicher für eine Verbindung; das Annehmen pausiert eine Weile.</translation>
    </message>
    <message>
        <source>The system has no memory left for another connection to %1. Use fewer connections or smaller messages.</source>
        <translation>Das System hat keinen Speicher für eine weitere Verbindung zu %1. Verwenden Sie weniger Verbindungen oder kleinere Nachrichten.</translation>
    </message>
    <message>
        <source>The time within which that share of the messages was answered: the smallest time measured that so many do not exceed, so p50 of three is the second, and p99 of 150 the 149th. With rate= a message is timed from when it was due, not from when it could be sent. One that was due and never answered counts with its age; a wrong answer is not timed</source>
        <translation>Die Zeit, in der dieser Anteil der Nachrichten beantwortet wurde: die kleinste gemessene Zeit, die so viele nicht überschreiten; p50 von dreien ist die zweite, p99 von 150 die 149. Mit rate= wird eine Nachricht ab ihrer Fälligkeit gemessen, nicht ab dem möglichen Senden. Eine fällige, die nie beantwortet wurde, zählt mit ihrem Alter; eine falsche Antwort wird nicht gemessen</translation>
    </message>
    <message>
        <source>The whole recording. Drag the handle to see every view as it was at a moment; the sessions go on meanwhile.</source>
        <translation>Die ganze Aufzeichnung. Ziehen Sie den Griff, um jede Ansicht zu sehen, wie sie in einem Moment war; die Sitzungen laufen derweil weiter.</translation>
    </message>
    <message>
        <source>The window cannot be opened: %1. Use a display that can be reached, or --headless to run without a window.</source>
        <translation>Das Fenster kann nicht geöffnet werden: %1. Verwenden Sie einen erreichbaren Bildschirm, oder --headless, um ohne Fenster zu laufen.</translation>
    </message>
    <message>
        <source>The writing of %1 was cancelled.</source>
        <translation>Das Schreiben von %1 wurde abgebrochen.</translation>
    </message>
    <message>
        <source>There is no display for a window: neither DISPLAY nor WAYLAND_DISPLAY is set. Use --headless to run without one.</source>
        <translation>Es gibt keinen Bildschirm für ein Fenster: weder DISPLAY noch WAYLAND_DISPLAY ist gesetzt. Verwenden Sie --headless, um ohne zu laufen.</translation>
    </message>
    <message>
        <source>There is no route to %1. Check the host and the network connection.</source>
        <translation>Es gibt keinen Weg zu %1. Prüfen Sie den Host und die Netzverbindung.</translation>
    </message>
    <message>
        <source>There is no socket at %1. Start the server first, or check the path.</source>
        <translation>Bei %1 gibt es keinen Socket. Starten Sie zuerst den Server, oder prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>There was nothing to say yet.</source>
        <translation>Noch war nichts zu sagen.</translation>
    </message>
    <message>
        <source>This connection alone has these.</source>
        <translation>Diese Verbindung allein hat sie.</translation>
    </message>
    <message>
        <source>This filter is too long.</source>
        <translation>Dieser Filter ist zu lang.</translation>
    </message>
    <message>
        <source>This is nested too deeply.</source>
        <translation>Das ist zu tief verschachtelt.</translation>
    </message>
    <message>
        <source>This parenthesis has no opening one.</source>
        <translation>Zu dieser Klammer fehlt die öffnende.</translation>
    </message>
    <message>
        <source>This recording beside another: figures, steps and warnings, and what differs</source>
        <translation>Diese Aufzeichnung neben einer anderen: Kennzahlen, Schritte und Warnungen, und was sich unterscheidet</translation>
    </message>
    <message>
        <source>This window</source>
        <translation>Dieses Fenster</translation>
    </message>
    <message>
        <source>Threads that take over TLS handshakes, so that many at once do not delay the loop</source>
        <translation>Threads, die TLS-Handshakes übernehmen, damit viele auf einmal die Schleife nicht aufhalten</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Time in all</source>
        <translation>Zeit insgesamt</translation>
    </message>
    <message>
        <source>Time limit for connecting</source>
        <translation>Zeitgrenze für den Verbindungsaufbau</translation>
    </message>
    <message>
        <source>Time limit for connecting and for each answer</source>
        <translation>Zeitgrenze für den Verbindungsaufbau und jede Antwort</translation>
    </message>
    <message>
        <source>Time limit for connecting to the target</source>
        <translation>Zeitgrenze für den Aufbau der Verbindung zum Ziel</translation>
    </message>
    <message>
        <source>Time limit for what the peer is expected to do</source>
        <translation>Frist für das, was von der Gegenseite erwartet wird</translation>
    </message>
    <message>
        <source>Time of e&amp;vents</source>
        <translation>&amp;Zeit der Ereignisse</translation>
    </message>
    <message>
        <source>Time over which connections are opened</source>
        <translation>Zeit, über die Verbindungen geöffnet werden</translation>
    </message>
    <message>
        <source>Time that all of its steps took</source>
        <translation>Zeit, die alle seine Schritte dauerten</translation>
    </message>
    <message>
        <source>Time that its longest step took; nothing else ran on its loop meanwhile</source>
        <translation>Zeit, die sein längster Schritt dauerte; derweil lief auf seiner Schleife nichts anderes</translation>
    </message>
    <message>
        <source>Time that the views are narrowed to</source>
        <translation>Zeit, auf die die Ansichten eingeengt sind</translation>
    </message>
    <message>
        <source>Time without data after which a connection is closed</source>
        <translation>Zeit ohne Daten, nach der eine Verbindung geschlossen wird</translation>
    </message>
    <message>
        <source>Time&amp;rs</source>
        <translation>Time&amp;r</translation>
    </message>
    <message>
        <source>Timed</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Timeli&amp;ne</source>
        <translation>Zeitl&amp;eiste</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Timer</source>
        <translation>Timer</translation>
    </message>
    <message>
        <source>Timers</source>
        <translation>Timer</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Wie oft</translation>
    </message>
    <message>
        <source>To run</source>
        <translation>Bis Lauf</translation>
    </message>
    <message>
        <source>Tool bar</source>
        <translation>Werkzeugleiste</translation>
    </message>
    <message>
        <source>Tour of the window</source>
        <translation>Rundgang durch das Fenster</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>Transport</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Baum</translation>
    </message>
    <message>
        <source>Turn debug mode on</source>
        <translation>Debug-Modus einschalten</translation>
    </message>
    <message>
        <source>Turn it on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Type a command, a session, a kind or a recent file</source>
        <translation>Tippen Sie einen Befehl, eine Sitzung, eine Art oder eine letzte Datei</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Until cleared</source>
        <translation>Bis zum Leeren</translation>
    </message>
    <message>
        <source>Usage: loopscope [run FILE] [FILE.loopscope]... [option]...
       loopscope query RECORDING SQL [--json|--csv]
       loopscope compare FIRST SECOND [--limit LIMIT]... [--json]
       loopscope export RECORDING OUT... [--filter EXPR] [--from TIME] [--to TIME]
Runs test servers and clients and shows every connection, task, timer and warning live.
A recording, FILE.loopscope, opens in a window of its own.

</source>
        <translation>Aufruf: loopscope [run DATEI] [DATEI.loopscope]... [Option]...
       loopscope query AUFZEICHNUNG SQL [--json|--csv]
       loopscope compare ERSTE ZWEITE [--limit LIMIT]... [--json]
       loopscope export AUFZEICHNUNG ZIEL... [--filter AUSDRUCK] [--from ZEIT] [--to ZEIT]
Betreibt Testserver und -clients und zeigt jede Verbindung, jeden Task, Timer und jede Warnung live.
Eine Aufzeichnung, DATEI.loopscope, öffnet sich in einem eigenen Fenster.

</translation>
    </message>
    <message>
        <source>Use a guard: const Held held = co_await lock.hold();</source>
        <translation>Verwenden Sie einen Wächter: const Held held = co_await lock.hold();</translation>
    </message>
    <message>
        <source>Use callSoonThreadsafe() or runCoroutineThreadsafe() from other threads.</source>
        <translation>Verwenden Sie callSoonThreadsafe() oder runCoroutineThreadsafe() aus anderen Threads.</translation>
    </message>
    <message>
        <source>Use runCoroutineThreadsafe() to wait for what runs on another loop.</source>
        <translation>Verwenden Sie runCoroutineThreadsafe(), um auf etwas zu warten, was auf einer anderen Schleife läuft.</translation>
    </message>
    <message>
        <source>Use the transport, or a descriptor of your own.</source>
        <translation>Verwenden Sie den Transport, oder einen eigenen Deskriptor.</translation>
    </message>
    <message>
        <source>VS Code</source>
        <translation>VS Code</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>Gültig ab</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Gültig bis</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Value of %1</source>
        <translation>Wert von %1</translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>Ansichten</translation>
    </message>
    <message>
        <source>Views of the selection</source>
        <translation>Ansichten der Auswahl</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>Warten</translation>
    </message>
    <message>
        <source>Waiting chain</source>
        <translation>Wartekette</translation>
    </message>
    <message>
        <source>Waiting for</source>
        <translation>Wartet auf</translation>
    </message>
    <message>
        <source>Waiting for this task</source>
        <translation>Warten auf diesen Task</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>Warnings about it so far</source>
        <translation>Bisherige Warnungen zu ihm</translation>
    </message>
    <message>
        <source>Warnings of the first run alone:</source>
        <translation>Warnungen nur des ersten Laufs:</translation>
    </message>
    <message>
        <source>Warnings of the second run alone:</source>
        <translation>Warnungen nur des zweiten Laufs:</translation>
    </message>
    <message>
        <source>Watch it</source>
        <translation>Zusehen</translation>
    </message>
    <message>
        <source>Watching, on loops</source>
        <translation>Beobachten, in Schleifen</translation>
    </message>
    <message>
        <source>What can be written</source>
        <translation>Was geschrieben werden kann</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>What holds a loop</source>
        <translation>Was eine Schleife hält</translation>
    </message>
    <message>
        <source>What is done</source>
        <translation>Was getan wird</translation>
    </message>
    <message>
        <source>What is known of it</source>
        <translation>Was darüber bekannt ist</translation>
    </message>
    <message>
        <source>What is looked for</source>
        <translation>Was gesucht wird</translation>
    </message>
    <message>
        <source>What is older leaves first; the settings say how much it is.</source>
        <translation>Das Älteste geht zuerst; wie viel bleibt, steht in den Einstellungen.</translation>
    </message>
    <message>
        <source>What is written, whatever the names of files say</source>
        <translation>Was geschrieben wird, was immer die Namen der Dateien sagen</translation>
    </message>
    <message>
        <source>What it calls, or the task that sleeps</source>
        <translation>Was er aufruft, oder der Task, der schläft</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>Was es bedeutet</translation>
    </message>
    <message>
        <source>What it measured</source>
        <translation>Was sie maß</translation>
    </message>
    <message>
        <source>What it waits for: a socket, a timer, a lock, a queue or another task</source>
        <translation>Worauf er wartet: ein Socket, ein Timer, eine Sperre, eine Queue oder ein anderer Task</translation>
    </message>
    <message>
        <source>What keeps it running</source>
        <translation>Was sie am Laufen hält</translation>
    </message>
    <message>
        <source>What kind of mistake was found</source>
        <translation>Welche Art von Fehler gefunden wurde</translation>
    </message>
    <message>
        <source>What read it has ended.</source>
        <translation>Was sie las, ist beendet.</translation>
    </message>
    <message>
        <source>What recordings keep of each message: all, none, or its first bytes, as in 4k</source>
        <translation>Was Aufzeichnungen von jeder Nachricht behalten: all, none oder ihre ersten Bytes, wie in 4k</translation>
    </message>
    <message>
        <source>What runs here: loops, and below them their servers and clients. A click shows a session in the Inspector; a double click or Enter shows its connections alone.</source>
        <translation>Was hier läuft: Schleifen, und darunter ihre Server und Clients. Ein Klick zeigt eine Sitzung im Inspektor; ein Doppelklick oder Enter zeigt ihre Verbindungen allein.</translation>
    </message>
    <message>
        <source>What waits to be sent, with the marks between which writing is paused</source>
        <translation>Was auf das Senden wartet, mit den Marken, zwischen denen das Schreiben pausiert</translation>
    </message>
    <message>
        <source>What waits to be sent. Above the upper mark its writer is asked to pause, below the lower one to go on; the band is where it was paused.</source>
        <translation>Was auf das Senden wartet. Über der oberen Marke wird der Schreibende angehalten, unter der unteren geht es weiter; das Band ist, wo er angehalten war.</translation>
    </message>
    <message>
        <source>What was said last</source>
        <translation>Was zuletzt gesagt wurde</translation>
    </message>
    <message>
        <source>What was said over the connection, as text or hex. Find looks across rows; what you select is copied as text, hex, a C array or base64.</source>
        <translation>Was über die Verbindung gesagt wurde, als Text oder Hex. Gesucht wird über Zeilen hinweg; was Sie wählen, wird als Text, Hex, C-Feld oder Base64 kopiert.</translation>
    </message>
    <message>
        <source>What was sent or received, or what there is to say of it</source>
        <translation>Was gesendet oder empfangen wurde, oder was dazu zu sagen ist</translation>
    </message>
    <message>
        <source>What watching cost in the last second, of one core: %1 % on the threads of loops, %2 % to write the recording, %3 % for this window. So that it stays small, %4 events were merged with others.</source>
        <translation>Was das Beobachten in der letzten Sekunde kostete, von einem Kern: %1 % in den Threads der Schleifen, %2 % für das Schreiben der Aufzeichnung, %3 % für dieses Fenster. Damit es wenig bleibt, wurden %4 Ereignisse mit anderen zusammengefasst.</translation>
    </message>
    <message>
        <source>What will be sent, or why nothing can be</source>
        <translation>Was gesendet wird, oder warum nichts gesendet werden kann</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>When and how %1 happens</source>
        <translation>Wann und wie %1 geschieht</translation>
    </message>
    <message>
        <source>When it began</source>
        <translation>Wann er begann</translation>
    </message>
    <message>
        <source>When it happened, to the microsecond</source>
        <translation>Wann es geschah, auf die Mikrosekunde</translation>
    </message>
    <message>
        <source>When it was given last</source>
        <translation>Wann sie zuletzt gegeben wurde</translation>
    </message>
    <message>
        <source>When the rule applies</source>
        <translation>Wann die Regel gilt</translation>
    </message>
    <message>
        <source>When which task ran. The wheel zooms, dragging moves, a click inspects; a span that is selected narrows every view to it.</source>
        <translation>Wann welcher Task lief. Das Rad vergrößert, Ziehen verschiebt, ein Klick untersucht; eine gewählte Spanne engt jede Ansicht auf sie ein.</translation>
    </message>
    <message>
        <source>When…</source>
        <translation>Wann…</translation>
    </message>
    <message>
        <source>Where files are looked for that were compiled in another place.</source>
        <translation>Wo Dateien gesucht werden, die an einem anderen Ort übersetzt wurden.</translation>
    </message>
    <message>
        <source>Where this machine itself stands still for a quarter of a second or longer (the program stopped, a virtual machine paused), nothing becomes due and no time-out runs meanwhile; messages in flight then count but are not timed. The figures say for how long and how many</source>
        <translation>Wo dieser Rechner selbst eine Viertelsekunde oder länger stillsteht (das Programm angehalten, eine virtuelle Maschine pausiert), wird nichts fällig, und keine Zeitüberschreitung läuft; Nachrichten unterwegs zählen dann, werden aber nicht gemessen. Die Zahlen sagen, wie lange und wie viele</translation>
    </message>
    <message>
        <source>Whoever read standard output has left, so the program ends.</source>
        <translation>Wer die Standardausgabe las, ist gegangen; das Programm endet.</translation>
    </message>
    <message>
        <source>Whole messages</source>
        <translation>Ganze Nachrichten</translation>
    </message>
    <message>
        <source>Wireshark (*.pcapng);;Perfetto (*.perfetto-trace);;Page for a report (*.html);;SQLite (*.sqlite)</source>
        <translation>Wireshark (*.pcapng);;Perfetto (*.perfetto-trace);;Seite für einen Bericht (*.html);;SQLite (*.sqlite)</translation>
    </message>
    <message>
        <source>Wireshark cannot be started here; elsewhere on this machine: %1</source>
        <translation>Wireshark kann hier nicht gestartet werden; anderswo auf diesem Rechner: %1</translation>
    </message>
    <message>
        <source>Wireshark gets nothing: %1.</source>
        <translation>Wireshark bekommt nichts: %1.</translation>
    </message>
    <message>
        <source>Wireshark starts: %1</source>
        <translation>Wireshark startet: %1</translation>
    </message>
    <message>
        <source>With --keep, write what led to it to a new file at any of 'warning|limit|lost|SIGUSR1'</source>
        <translation>Mit --keep: bei 'warning|limit|lost|SIGUSR1' in eine neue Datei schreiben, was dazu führte</translation>
    </message>
    <message>
        <source>Write a messa&amp;ge</source>
        <translation>Nachricht s&amp;chreiben</translation>
    </message>
    <message>
        <source>Write a recording as .jsonl, .csv, .pcapng, .perfetto-trace, .html or .sqlite; - is stdout</source>
        <translation>Eine Aufzeichnung als .jsonl, .csv, .pcapng, .perfetto-trace, .html oder .sqlite schreiben; - ist stdout</translation>
    </message>
    <message>
        <source>Write before writeEof(), or do not end the stream yet.</source>
        <translation>Schreiben Sie vor writeEof(), oder beenden Sie den Strom noch nicht.</translation>
    </message>
    <message>
        <source>Write buffer</source>
        <translation>Schreibpuffer</translation>
    </message>
    <message>
        <source>Write buffer over the last minute</source>
        <translation>Schreibpuffer in der letzten Minute</translation>
    </message>
    <message>
        <source>Write what became of each limit to FILE at the end, as JUnit XML</source>
        <translation>Was aus jedem Limit wurde, am Ende als JUnit-XML nach DATEI schreiben</translation>
    </message>
    <message>
        <source>Write what this filter of the log shows; a report is always of all</source>
        <translation>Schreiben, was dieser Filter des Protokolls zeigt; ein Bericht ist immer von allem</translation>
    </message>
    <message>
        <source>Write what was seen to FILE at the end, in any of these formats; may be repeated</source>
        <translation>Was gesehen wurde, am Ende nach DATEI schreiben, in einem dieser Formate; mehrfach möglich</translation>
    </message>
    <message>
        <source>Writing %1: %2 %</source>
        <translation>%1 wird geschrieben: %2 %</translation>
    </message>
    <message>
        <source>Writing the recording</source>
        <translation>Aufzeichnung schreiben</translation>
    </message>
    <message>
        <source>Yes: one that was set there by the same session was due before it, while this view was in front</source>
        <translation>Ja: Vor ihm war schon einer fällig, den dieselbe Sitzung dort gestellt hatte, während diese Ansicht vorne war</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>Vergrößern (+)</translation>
    </message>
    <message>
        <source>Zoom out (−)</source>
        <translation>Verkleinern (−)</translation>
    </message>
    <message>
        <source>a callback</source>
        <translation>ein Rückruf</translation>
    </message>
    <message>
        <source>a device</source>
        <translation>ein Gerät</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>ein Ordner</translation>
    </message>
    <message>
        <source>a name is missing</source>
        <translation>ein Name fehlt</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>a packet is cut off</source>
        <translation>ein Paket ist abgeschnitten</translation>
    </message>
    <message>
        <source>a packet is damaged</source>
        <translation>ein Paket ist beschädigt</translation>
    </message>
    <message>
        <source>a path cannot contain a zero byte</source>
        <translation>ein Pfad darf kein Nullbyte enthalten</translation>
    </message>
    <message>
        <source>a pipe</source>
        <translation>eine Pipe</translation>
    </message>
    <message>
        <source>a scenario is an object; write {"sessions": [...]}</source>
        <translation>ein Szenario ist ein Objekt; schreiben Sie {"sessions": [...]}</translation>
    </message>
    <message>
        <source>a session is an object with a URL; write {"url": "echo://127.0.0.1:0"}</source>
        <translation>eine Sitzung ist ein Objekt mit einer URL; schreiben Sie {"url": "echo://127.0.0.1:0"}</translation>
    </message>
    <message>
        <source>a signal</source>
        <translation>ein Signal</translation>
    </message>
    <message>
        <source>a size</source>
        <translation>eine Größe</translation>
    </message>
    <message>
        <source>a socket</source>
        <translation>ein Socket</translation>
    </message>
    <message>
        <source>a task</source>
        <translation>ein Task</translation>
    </message>
    <message numerus="yes">
        <source>abort %n connection(s)</source>
        <translation>
            <numerusform>%n Verbindung abbrechen</numerusform>
            <numerusform>%n Verbindungen abbrechen</numerusform>
        </translation>
    </message>
    <message>
        <source>aborted</source>
        <comment>word of a record</comment>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>aborted, %1 in, %2 out</source>
        <comment>detail of an event</comment>
        <translation>abgebrochen, %1 empfangen, %2 gesendet</translation>
    </message>
    <message>
        <source>accept</source>
        <translation>Annahme</translation>
    </message>
    <message>
        <source>accepted from %1</source>
        <comment>detail of an event</comment>
        <translation>angenommen von %1</translation>
    </message>
    <message>
        <source>action %1: %2</source>
        <translation>Aktion %1: %2</translation>
    </message>
    <message>
        <source>all at once</source>
        <translation>alle auf einmal</translation>
    </message>
    <message>
        <source>always; or 0.05, 5%</source>
        <translation>immer; oder 0.05, 5%</translation>
    </message>
    <message>
        <source>an IPv6 address needs brackets, as in [::1]:8881</source>
        <translation>eine IPv6-Adresse braucht Klammern, wie in [::1]:8881</translation>
    </message>
    <message>
        <source>an event is longer than its data</source>
        <translation>ein Ereignis ist länger als seine Daten</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more place(s)</source>
        <translation>
            <numerusform>und %n weitere Stelle</numerusform>
            <numerusform>und %n weitere Stellen</numerusform>
        </translation>
    </message>
    <message>
        <source>any; or 3</source>
        <translation>jede; oder 3</translation>
    </message>
    <message>
        <source>anything; or QUIT\r\n</source>
        <translation>irgendetwas; oder QUIT\r\n</translation>
    </message>
    <message>
        <source>api=sockets is for tcp and unix, not for %1. Use api=streams.</source>
        <translation>api=sockets ist für tcp und unix, nicht für %1. Verwenden Sie api=streams.</translation>
    </message>
    <message>
        <source>as fast as possible</source>
        <translation>so schnell wie möglich</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>bei %1</translation>
    </message>
    <message>
        <source>at byte %1: expected %2, got %3 (event %4 of the recording)</source>
        <translation>Byte %1: erwartet %2, erhalten %3 (Ereignis %4 der Aufzeichnung)</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>höchstens %1</translation>
    </message>
    <message>
        <source>at once; or 10s</source>
        <translation>sofort; oder 10s</translation>
    </message>
    <message>
        <source>await cycle</source>
        <comment>word of a record</comment>
        <translation>wartet im Kreis</translation>
    </message>
    <message>
        <source>barrier</source>
        <translation>Barriere</translation>
    </message>
    <message>
        <source>blocked %1</source>
        <translation>blockiert %1</translation>
    </message>
    <message>
        <source>busiest coroutines</source>
        <translation>meistbeschäftigte Koroutinen</translation>
    </message>
    <message>
        <source>by busy time</source>
        <translation>nach beschäftigter Zeit</translation>
    </message>
    <message>
        <source>by coroutine</source>
        <translation>nach Koroutine</translation>
    </message>
    <message>
        <source>by number</source>
        <translation>nach Nummer</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>bytes a second</source>
        <translation>Bytes je Sekunde</translation>
    </message>
    <message>
        <source>bytes received</source>
        <translation>empfangene Bytes</translation>
    </message>
    <message>
        <source>bytes sent</source>
        <translation>gesendete Bytes</translation>
    </message>
    <message>
        <source>bytes/s</source>
        <translation>Bytes/s</translation>
    </message>
    <message>
        <source>callback</source>
        <translation>Rückruf</translation>
    </message>
    <message>
        <source>callback failed</source>
        <comment>word of a record</comment>
        <translation>Callback gescheitert</translation>
    </message>
    <message numerus="yes">
        <source>cancel %n task(s)</source>
        <translation>
            <numerusform>%n Task abbrechen</numerusform>
            <numerusform>%n Tasks abbrechen</numerusform>
        </translation>
    </message>
    <message>
        <source>cancelled</source>
        <comment>detail of an event</comment>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>cancelled</source>
        <comment>word of a record</comment>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>cancelling</source>
        <comment>word of a record</comment>
        <translation>im Abbruch</translation>
    </message>
    <message>
        <source>certificate of %1, issued by %2</source>
        <translation>Zertifikat von %1, ausgestellt von %2</translation>
    </message>
    <message>
        <source>change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>ciphers=%1 contains a name that OpenSSL does not know. 'openssl ciphers -s -v' lists those that can be used.</source>
        <translation>ciphers=%1 enthält einen Namen, den OpenSSL nicht kennt. 'openssl ciphers -s -v' zeigt die möglichen.</translation>
    </message>
    <message>
        <source>client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>client</source>
        <comment>word of a record</comment>
        <translation>Client</translation>
    </message>
    <message>
        <source>close</source>
        <comment>word of a record</comment>
        <translation>zu</translation>
    </message>
    <message numerus="yes">
        <source>close %n connection(s)</source>
        <translation>
            <numerusform>%n Verbindung schließen</numerusform>
            <numerusform>%n Verbindungen schließen</numerusform>
        </translation>
    </message>
    <message>
        <source>closed</source>
        <translation>geschlossen</translation>
    </message>
    <message>
        <source>closed</source>
        <comment>word of a record</comment>
        <translation>geschlossen</translation>
    </message>
    <message>
        <source>closing</source>
        <comment>word of a record</comment>
        <translation>schließt</translation>
    </message>
    <message>
        <source>compare needs two recordings; write loopscope compare FIRST.loopscope SECOND.loopscope --limit 'p99&lt;1.1x'.</source>
        <translation>compare braucht zwei Aufzeichnungen; schreiben Sie loopscope compare ERSTE.loopscope ZWEITE.loopscope --limit 'p99&lt;1.1x'.</translation>
    </message>
    <message>
        <source>compare: %1 is not understood; use --limit or --json.</source>
        <translation>compare: %1 ist unverständlich; verwenden Sie --limit oder --json.</translation>
    </message>
    <message>
        <source>compare: --limit %1 %2.</source>
        <translation>compare: --limit %1 %2.</translation>
    </message>
    <message>
        <source>compare: --limit %1: %2 is not a figure of a recording; use %3.</source>
        <translation>compare: --limit %1: %2 ist keine Kennzahl einer Aufzeichnung; verwenden Sie %3.</translation>
    </message>
    <message>
        <source>condition</source>
        <translation>Bedingung</translation>
    </message>
    <message>
        <source>connect</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>connect</source>
        <comment>word of a record</comment>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>connected to %1</source>
        <comment>detail of an event</comment>
        <translation>verbunden mit %1</translation>
    </message>
    <message>
        <source>connection %1</source>
        <translation>Verbindung %1</translation>
    </message>
    <message>
        <source>connection-%1-received.bin</source>
        <translation>verbindung-%1-empfangen.bin</translation>
    </message>
    <message>
        <source>connection-%1-sent.bin</source>
        <translation>verbindung-%1-gesendet.bin</translation>
    </message>
    <message>
        <source>connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>connections and sessions that failed</source>
        <translation>gescheiterte Verbindungen und Sitzungen</translation>
    </message>
    <message>
        <source>coroutines</source>
        <translation>Koroutinen</translation>
    </message>
    <message>
        <source>data in</source>
        <comment>word of a record</comment>
        <translation>Daten ein</translation>
    </message>
    <message>
        <source>data out</source>
        <comment>word of a record</comment>
        <translation>Daten aus</translation>
    </message>
    <message>
        <source>debug mode off</source>
        <translation>Debug-Modus aus</translation>
    </message>
    <message>
        <source>debug mode on</source>
        <translation>Debug-Modus an</translation>
    </message>
    <message>
        <source>descriptor owned</source>
        <comment>word of a record</comment>
        <translation>Deskriptor vergeben</translation>
    </message>
    <message>
        <source>destroyed while pending</source>
        <comment>detail of an event</comment>
        <translation>zerstört, bevor sie fertig war</translation>
    </message>
    <message>
        <source>difference %1</source>
        <translation>Unterschied: %1</translation>
    </message>
    <message>
        <source>direction:%1 is not a direction; use in, out or both</source>
        <translation>direction:%1 ist keine Richtung; verwenden Sie in, out oder both</translation>
    </message>
    <message>
        <source>direction:in|out|both, probability:0.1; and when: match:BYTES, message:N, after:TIME</source>
        <translation>direction:in|out|both, probability:0.1; und wann: match:BYTES, message:N, after:ZEIT</translation>
    </message>
    <message>
        <source>done</source>
        <comment>detail of an event</comment>
        <translation>fertig</translation>
    </message>
    <message>
        <source>done</source>
        <comment>word of a record</comment>
        <translation>fertig</translation>
    </message>
    <message>
        <source>en</source>
        <comment>code of the language that the page is in (RFC 5646)</comment>
        <translation>de</translation>
    </message>
    <message>
        <source>eof</source>
        <comment>word of a record</comment>
        <translation>Ende</translation>
    </message>
    <message>
        <source>error</source>
        <comment>word of a record</comment>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>errors of clients that measure</source>
        <translation>Fehler der Clients, die messen</translation>
    </message>
    <message>
        <source>errors: %1</source>
        <translation>Fehler: %1</translation>
    </message>
    <message>
        <source>event</source>
        <translation>Event</translation>
    </message>
    <message>
        <source>executor</source>
        <translation>Executor</translation>
    </message>
    <message>
        <source>export needs a recording and a file to write; write loopscope export FILE.loopscope OUT.jsonl, or - for standard output.</source>
        <translation>export braucht eine Aufzeichnung und eine zu schreibende Datei; schreiben Sie loopscope export DATEI.loopscope ZIEL.jsonl, oder - für die Standardausgabe.</translation>
    </message>
    <message>
        <source>export: %1 is not understood; use %2.</source>
        <translation>export: %1 ist unverständlich; verwenden Sie %2.</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>word of a record</comment>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <comment>detail of an event</comment>
        <translation>gescheitert: %1</translation>
    </message>
    <message>
        <source>fault</source>
        <comment>word of a record</comment>
        <translation>Störung</translation>
    </message>
    <message>
        <source>fault %1 of the list is not a fault; write "latency:50ms", or an object with "fault" and "value"</source>
        <translation>Störung %1 der Liste ist keine Störung; schreiben Sie "latency:50ms", oder ein Objekt mit "fault" und "value"</translation>
    </message>
    <message>
        <source>fault '%1': %2</source>
        <translation>Störung '%1': %2</translation>
    </message>
    <message>
        <source>fault: %1</source>
        <translation>Störung: %1</translation>
    </message>
    <message>
        <source>faults here: %1</source>
        <translation>Störungen hier: %1</translation>
    </message>
    <message>
        <source>faults here: %1</source>
        <comment>detail of an event</comment>
        <translation>Störungen hier: %1</translation>
    </message>
    <message>
        <source>faults here: none</source>
        <translation>Störungen hier: keine</translation>
    </message>
    <message>
        <source>faults here: none</source>
        <comment>detail of an event</comment>
        <translation>Störungen hier: keine</translation>
    </message>
    <message>
        <source>faults of %1</source>
        <translation>Störungen von %1</translation>
    </message>
    <message>
        <source>faults of connection %1</source>
        <translation>Störungen von Verbindung %1</translation>
    </message>
    <message>
        <source>faults that were injected</source>
        <translation>Störungen, die trafen</translation>
    </message>
    <message>
        <source>faults: %1</source>
        <translation>Störungen: %1</translation>
    </message>
    <message>
        <source>faults: %1</source>
        <comment>detail of an event</comment>
        <translation>Störungen: %1</translation>
    </message>
    <message>
        <source>faults: none</source>
        <translation>Störungen: keine</translation>
    </message>
    <message>
        <source>faults: none</source>
        <comment>detail of an event</comment>
        <translation>Störungen: keine</translation>
    </message>
    <message>
        <source>figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>first</source>
        <translation>erste</translation>
    </message>
    <message>
        <source>first   %1
second  %2

</source>
        <translation>erste   %1
zweite  %2

</translation>
    </message>
    <message>
        <source>first datagram: %1</source>
        <comment>detail of an event</comment>
        <translation>erstes Datagramm: %1</translation>
    </message>
    <message>
        <source>first: %1
second: %2</source>
        <translation>erste: %1
zweite: %2</translation>
    </message>
    <message>
        <source>for good</source>
        <translation>für immer</translation>
    </message>
    <message numerus="yes">
        <source>from byte %1 on, %2 byte(s) fewer than in the recording</source>
        <translation>
            <numerusform>ab Byte %1, %2 Byte weniger als in der Aufzeichnung</numerusform>
            <numerusform>ab Byte %1, %2 Bytes weniger als in der Aufzeichnung</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>from byte %1 on, %2 byte(s) more than in the recording</source>
        <translation>
            <numerusform>ab Byte %1, %2 Byte mehr als in der Aufzeichnung</numerusform>
            <numerusform>ab Byte %1, %2 Bytes mehr als in der Aufzeichnung</numerusform>
        </translation>
    </message>
    <message>
        <source>future</source>
        <translation>Future</translation>
    </message>
    <message>
        <source>future exception never retrieved</source>
        <comment>word of a record</comment>
        <translation>Futurefehler nie abgeholt</translation>
    </message>
    <message>
        <source>gather</source>
        <translation>gather</translation>
    </message>
    <message>
        <source>half of %1 took at most</source>
        <translation>%1: die Hälfte dauerte höchstens</translation>
    </message>
    <message>
        <source>half of the answers took at most</source>
        <translation>die Hälfte der Antworten dauerte höchstens</translation>
    </message>
    <message>
        <source>half-closed</source>
        <comment>word of a record</comment>
        <translation>halb zu</translation>
    </message>
    <message>
        <source>handler failed</source>
        <comment>word of a record</comment>
        <translation>Handler gescheitert</translation>
    </message>
    <message>
        <source>has no number after the sign; use one such as 1.1x, 5ms or 100</source>
        <translation>hat keine Zahl nach dem Zeichen; verwenden Sie eine wie 1.1x, 5ms oder 100</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>untätig</translation>
    </message>
    <message>
        <source>in</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>in option %1, %2</source>
        <translation>in Option %1, %2</translation>
    </message>
    <message>
        <source>is an address; a server is asked for by name only</source>
        <translation>ist eine Adresse; ein Server wird nur mit Namen gefragt</translation>
    </message>
    <message>
        <source>is needed</source>
        <translation>wird benötigt</translation>
    </message>
    <message>
        <source>is neither true nor false; use one of them</source>
        <translation>ist weder true noch false; verwenden Sie eines davon</translation>
    </message>
    <message>
        <source>is not a capture; use all, none or a size as in 4k</source>
        <translation>ist kein Mitschnitt; verwenden Sie all, none oder eine Größe wie in 4k</translation>
    </message>
    <message>
        <source>is not a choice; use %1</source>
        <translation>steht nicht zur Wahl; verwenden Sie %1</translation>
    </message>
    <message>
        <source>is not a fault: %1</source>
        <translation>ist keine Störung: %1</translation>
    </message>
    <message>
        <source>is not a host name; use letters, digits, dots and hyphens, and xn-- for others</source>
        <translation>ist kein Hostname; verwenden Sie Buchstaben, Ziffern, Punkte und Bindestriche, und xn-- für andere</translation>
    </message>
    <message>
        <source>is not a language; use its code, such as en or de</source>
        <translation>ist keine Sprache; verwenden Sie ihren Code, wie en oder de</translation>
    </message>
    <message>
        <source>is not a limit; write a figure, &lt; or &gt;, and a number, such as p99&lt;1.1x, which is 1.1 times that of the first run, or warnings&lt;1</source>
        <translation>ist kein Limit; schreiben Sie eine Kennzahl, &lt; oder &gt;, und eine Zahl, wie p99&lt;1.1x, das 1,1-fache des ersten Laufs, oder warnings&lt;1</translation>
    </message>
    <message>
        <source>is not a limit; write it as p99&lt;5ms, errors&lt;1 or rate&gt;1000</source>
        <translation>ist kein Limit; schreiben Sie es als p99&lt;5ms, errors&lt;1 oder rate&gt;1000</translation>
    </message>
    <message>
        <source>is not a place to connect to: %1; write HOST:PORT, tls:HOST:PORT or unix:PATH</source>
        <translation>ist kein Ziel einer Verbindung: %1; schreiben Sie HOST:PORT, tls:HOST:PORT oder unix:PFAD</translation>
    </message>
    <message>
        <source>is not a size; use WIDTHxHEIGHT in pixels, such as 1280x800, of %1 to %2 each</source>
        <translation>ist keine Größe; verwenden Sie BREITExHÖHE in Pixeln, wie 1280x800, je %1 bis %2</translation>
    </message>
    <message>
        <source>is not a size; use bytes such as 64, or a unit as in 64k, 1M</source>
        <translation>ist keine Größe; verwenden Sie Bytes wie 64, oder eine Einheit wie in 64k, 1M</translation>
    </message>
    <message>
        <source>is not a size; use such as 200MB or 2GB</source>
        <translation>ist keine Größe; verwenden Sie etwas wie 200MB oder 2GB</translation>
    </message>
    <message>
        <source>is not a speed; use max or a number such as 1, 10 or 0.5</source>
        <translation>ist kein Tempo; max oder eine Zahl wie 1, 10 oder 0.5 verwenden</translation>
    </message>
    <message>
        <source>is not a time to keep; use 1 second to a year, such as 30s, 10min or 2h</source>
        <translation>ist keine Zeit zum Behalten; verwenden Sie 1 Sekunde bis ein Jahr, wie 30s, 10min oder 2h</translation>
    </message>
    <message>
        <source>is not a time; use seconds such as 5 or 0.5, or a unit as in 300ms, 2m, 1h</source>
        <translation>ist keine Zeit; verwenden Sie Sekunden wie 5 oder 0.5, oder eine Einheit wie in 300ms, 2m, 1h</translation>
    </message>
    <message>
        <source>is not a whole number; use %1</source>
        <translation>ist keine ganze Zahl; verwenden Sie %1</translation>
    </message>
    <message>
        <source>is not text; write it in quotes</source>
        <translation>ist kein Text; schreiben Sie es in Anführungszeichen</translation>
    </message>
    <message>
        <source>is not what can be captured; use all, none or a size such as 4k</source>
        <translation>ist nichts, was mitgeschnitten werden kann; verwenden Sie all, none oder eine Größe wie 4k</translation>
    </message>
    <message>
        <source>is out of range; use %1</source>
        <translation>ist außerhalb des Bereichs; verwenden Sie %1</translation>
    </message>
    <message>
        <source>is stopping</source>
        <translation>wird gestoppt</translation>
    </message>
    <message>
        <source>is too little to record in; use 1M or more</source>
        <translation>ist zu wenig zum Aufzeichnen; verwenden Sie 1M oder mehr</translation>
    </message>
    <message>
        <source>is unknown; use %1</source>
        <translation>ist unbekannt; verwenden Sie %1</translation>
    </message>
    <message>
        <source>is wrong: %1</source>
        <translation>ist falsch: %1</translation>
    </message>
    <message>
        <source>it has too many names</source>
        <translation>es hat zu viele Namen</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>es ist leer</translation>
    </message>
    <message>
        <source>it is not a rule; write {"on": "connect", "do": [{"send": "hello"}]}</source>
        <translation>es ist keine Regel; schreiben Sie {"on": "connect", "do": [{"send": "hello"}]}</translation>
    </message>
    <message>
        <source>it is not a stream of packets</source>
        <translation>es ist kein Strom von Paketen</translation>
    </message>
    <message>
        <source>it is not one thing to do; write "close", "reset", or an object with %1, as in {"send": "hello"}</source>
        <translation>es ist nicht genau eine Handlung; schreiben Sie "close", "reset", oder ein Objekt mit %1, wie in {"send": "hello"}</translation>
    </message>
    <message>
        <source>its beginning is not in the recording, which began later or let it go. Record it from its beginning, with a larger --keep where it is long.</source>
        <translation>ihr Anfang steht nicht in der Aufzeichnung, die später begann oder ihn nicht behielt. Zeichnen Sie sie von Anfang an auf, mit größerem --keep, wenn sie lang ist.</translation>
    </message>
    <message>
        <source>its columns differ in length</source>
        <translation>seine Spalten sind verschieden lang</translation>
    </message>
    <message>
        <source>its endpoint, connection %1</source>
        <translation>ihr Endpunkt, Verbindung %1</translation>
    </message>
    <message>
        <source>its next turn</source>
        <translation>seinen nächsten Zug</translation>
    </message>
    <message>
        <source>its row in the log</source>
        <translation>seine Zeile im Log</translation>
    </message>
    <message>
        <source>jobs in executors</source>
        <translation>Aufträge in Executoren</translation>
    </message>
    <message>
        <source>key=%1 is given without a certificate. Add cert= with the PEM file of its certificate.</source>
        <translation>key=%1 ist ohne Zertifikat angegeben. Fügen Sie cert= mit der PEM-Datei des Zertifikats hinzu.</translation>
    </message>
    <message>
        <source>lag</source>
        <translation>Verzug</translation>
    </message>
    <message>
        <source>lag %1</source>
        <translation>Verzug %1</translation>
    </message>
    <message>
        <source>large frame</source>
        <comment>word of a record</comment>
        <translation>großer Frame</translation>
    </message>
    <message>
        <source>last %1, longest %2, of %3 seen</source>
        <translation>letzte %1, längste %2, von %3 gesehenen</translation>
    </message>
    <message>
        <source>length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>Limit %1</translation>
    </message>
    <message>
        <source>limits '%1', which is not measured; use %2</source>
        <translation>begrenzt '%1', was nicht gemessen wird; verwenden Sie %2</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>Zeile %1</translation>
    </message>
    <message>
        <source>line %1, column %2</source>
        <translation>Zeile %1, Spalte %2</translation>
    </message>
    <message>
        <source>lock</source>
        <translation>Sperre</translation>
    </message>
    <message>
        <source>lock misuse</source>
        <comment>word of a record</comment>
        <translation>Lock falsch benutzt</translation>
    </message>
    <message>
        <source>lock, event or queue</source>
        <translation>Sperre, Event oder Queue</translation>
    </message>
    <message>
        <source>lock, held by task %1</source>
        <translation>Sperre, gehalten von Task %1</translation>
    </message>
    <message>
        <source>log %1 events</source>
        <translation>Log %1 Ereignisse</translation>
    </message>
    <message>
        <source>log.csv</source>
        <translation>log.csv</translation>
    </message>
    <message>
        <source>log.jsonl</source>
        <translation>log.jsonl</translation>
    </message>
    <message>
        <source>longest steps</source>
        <translation>längste Schritte</translation>
    </message>
    <message>
        <source>loop %1</source>
        <translation>Schleife %1</translation>
    </message>
    <message>
        <source>loop blocked</source>
        <translation>Schleife blockiert</translation>
    </message>
    <message>
        <source>loop blocked now</source>
        <comment>word of a record</comment>
        <translation>Loop jetzt blockiert</translation>
    </message>
    <message>
        <source>loop closed</source>
        <comment>word of a record</comment>
        <translation>Loop geschlossen</translation>
    </message>
    <message>
        <source>loop lag p99</source>
        <translation>Verzug der Schleife p99</translation>
    </message>
    <message>
        <source>lost</source>
        <comment>word of a record</comment>
        <translation>verloren</translation>
    </message>
    <message>
        <source>mark: %1</source>
        <translation>Marke: %1</translation>
    </message>
    <message>
        <source>match:%1 matches no bytes; use text, with \r \n \x00 \, and \\ for special bytes</source>
        <translation>match:%1 passt auf keine Bytes; verwenden Sie Text, mit \r \n \x00 \, und \\ für besondere Bytes</translation>
    </message>
    <message>
        <source>max</source>
        <translation>max</translation>
    </message>
    <message>
        <source>message:%1 is not a message number; use 1 or more</source>
        <translation>message:%1 ist keine Nachrichtennummer; verwenden Sie 1 oder mehr</translation>
    </message>
    <message>
        <source>messages answered a second</source>
        <translation>beantwortete Nachrichten je Sekunde</translation>
    </message>
    <message>
        <source>messages received and sent</source>
        <translation>empfangene und gesendete Nachrichten</translation>
    </message>
    <message>
        <source>messages/s</source>
        <translation>Nachrichten/s</translation>
    </message>
    <message>
        <source>more differences are counted, not shown</source>
        <translation>weitere Unterschiede werden gezählt, nicht gezeigt</translation>
    </message>
    <message>
        <source>name lookup</source>
        <translation>Namensauflösung</translation>
    </message>
    <message>
        <source>names no occasion for a dump; use any of warning, limit, lost and SIGUSR1, with | or a comma between them</source>
        <translation>nennt keinen Anlass für einen Auszug; verwenden Sie warning, limit, lost und SIGUSR1, mit | oder Komma dazwischen</translation>
    </message>
    <message>
        <source>needs a number as its bound, such as 1 or 1000</source>
        <translation>braucht eine Zahl als Grenze, wie 1 oder 1000</translation>
    </message>
    <message>
        <source>needs a time as its bound, such as 5ms or 0.5s</source>
        <translation>braucht eine Zeit als Grenze, wie 5ms oder 0.5s</translation>
    </message>
    <message>
        <source>needs a unit for its time; write %1%2%3ms or %1%2%3s</source>
        <translation>braucht eine Einheit für die Zeit; %1%2%3ms oder %1%2%3s schreiben</translation>
    </message>
    <message>
        <source>nested run</source>
        <comment>word of a record</comment>
        <translation>run() in run()</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>never awaited</source>
        <comment>word of a record</comment>
        <translation>nie erwartet</translation>
    </message>
    <message>
        <source>never yields</source>
        <comment>word of a record</comment>
        <translation>gibt nie ab</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>no groups</source>
        <translation>keine Gruppen</translation>
    </message>
    <message>
        <source>no more threads can be started (ulimit -u shows the limit)</source>
        <translation>es können keine weiteren Threads gestartet werden (ulimit -u zeigt die Grenze)</translation>
    </message>
    <message>
        <source>no session</source>
        <translation>keine Sitzung</translation>
    </message>
    <message>
        <source>no task: a person, a time-out or a signal</source>
        <translation>kein Task: eine Person, ein Zeitlimit oder ein Signal</translation>
    </message>
    <message>
        <source>nobody can wake it</source>
        <comment>word of a record</comment>
        <translation>niemand kann ihn wecken</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>none in either</source>
        <translation>in keiner von beiden</translation>
    </message>
    <message>
        <source>not a regular expression: %1</source>
        <translation>kein regulärer Ausdruck: %1</translation>
    </message>
    <message>
        <source>not at all</source>
        <translation>gar nicht</translation>
    </message>
    <message>
        <source>not checked against authorities</source>
        <translation>nicht gegen Zertifizierungsstellen geprüft</translation>
    </message>
    <message>
        <source>not thread-safe</source>
        <comment>word of a record</comment>
        <translation>nicht threadsicher</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>nicht gültig</translation>
    </message>
    <message>
        <source>nothing measured</source>
        <translation>nichts gemessen</translation>
    </message>
    <message>
        <source>nothing was measured</source>
        <translation>nichts wurde gemessen</translation>
    </message>
    <message>
        <source>nothing was sent or received over it.</source>
        <translation>über sie wurde nichts gesendet oder empfangen.</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>object of another loop</source>
        <comment>word of a record</comment>
        <translation>Objekt eines anderen Loops</translation>
    </message>
    <message>
        <source>of the %1 bytes that the %2 sent, %3 were not kept, the first of them in event %4. Record it with capture=all.</source>
        <translation>von %1 Bytes (gesendet: %2) wurden %3 nicht behalten, die ersten davon in Ereignis %4. Zeichnen Sie sie mit capture=all auf.</translation>
    </message>
    <message>
        <source>of these a second</source>
        <translation>davon je Sekunde</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>open</source>
        <comment>word of a record</comment>
        <translation>offen</translation>
    </message>
    <message>
        <source>opening</source>
        <comment>word of a record</comment>
        <translation>öffnet</translation>
    </message>
    <message>
        <source>option %1 is for %2, not for %3</source>
        <translation>Option %1 ist für %2, nicht für %3</translation>
    </message>
    <message>
        <source>option %1 is given twice; give it once</source>
        <translation>Option %1 ist zweimal angegeben; geben Sie sie einmal an</translation>
    </message>
    <message>
        <source>option %1 needs a value: %2</source>
        <translation>Option %1 braucht einen Wert: %2</translation>
    </message>
    <message>
        <source>option %1=%2 %3</source>
        <translation>Option %1=%2 %3</translation>
    </message>
    <message>
        <source>option '%1' is unknown to %2; use %3</source>
        <translation>Option '%1' ist %2 unbekannt; verwenden Sie %3</translation>
    </message>
    <message>
        <source>out</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>out of descriptors</source>
        <comment>word of a record</comment>
        <translation>keine Deskriptoren mehr</translation>
    </message>
    <message>
        <source>own cost</source>
        <translation>Eigenkosten</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p50 %1, p90 %2, p99 %3, p99.9 %4, max %5</source>
        <translation>p50 %1, p90 %2, p99 %3, p99.9 %4, max %5</translation>
    </message>
    <message>
        <source>p50 %1, p99 %2, max %3</source>
        <translation>p50 %1, p99 %2, max %3</translation>
    </message>
    <message>
        <source>p90</source>
        <translation>p90</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>p99.9</source>
        <translation>p99,9</translation>
    </message>
    <message>
        <source>packets.pcapng</source>
        <translation>packets.pcapng</translation>
    </message>
    <message>
        <source>pause</source>
        <comment>word of a record</comment>
        <translation>Pause</translation>
    </message>
    <message>
        <source>paused</source>
        <comment>word of a record</comment>
        <translation>pausiert</translation>
    </message>
    <message>
        <source>pauses</source>
        <translation>Pausen</translation>
    </message>
    <message>
        <source>pauses above %1</source>
        <translation>pausiert über %1</translation>
    </message>
    <message>
        <source>pending task destroyed</source>
        <comment>word of a record</comment>
        <translation>wartender Task zerstört</translation>
    </message>
    <message>
        <source>pid %1</source>
        <translation>PID %1</translation>
    </message>
    <message>
        <source>port %1 is out of range; use 0 to 65535, 0 for any free port</source>
        <translation>Port %1 ist außerhalb des Bereichs; verwenden Sie 0 bis 65535, 0 für einen freien</translation>
    </message>
    <message>
        <source>port '%1' is not a number; use 0 to 65535, 0 for any free port</source>
        <translation>Port '%1' ist keine Zahl; verwenden Sie 0 bis 65535, 0 für einen freien</translation>
    </message>
    <message>
        <source>port 0 cannot be connected to; use 1 to 65535</source>
        <translation>mit Port 0 kann man sich nicht verbinden; verwenden Sie 1 bis 65535</translation>
    </message>
    <message>
        <source>port 0 means the port of the last server before it over %1, and there is none; use 1 to 65535, or put such a server first</source>
        <translation>Port 0 meint den Port des letzten Servers davor über %1, und es gibt keinen; verwenden Sie 1 bis 65535, oder stellen Sie einen solchen Server voran</translation>
    </message>
    <message>
        <source>probability:%1 is not a probability; use a number above 0 and up to 1, as in 0.05 or 5%</source>
        <translation>probability:%1 ist keine Wahrscheinlichkeit; verwenden Sie eine Zahl über 0 und bis 1, wie in 0.05 oder 5%</translation>
    </message>
    <message>
        <source>process</source>
        <translation>Prozess</translation>
    </message>
    <message>
        <source>query needs a recording and one statement of SQL in quotes; write loopscope query FILE.loopscope "SELECT kind, count(*) FROM events GROUP BY kind".</source>
        <translation>query braucht eine Aufzeichnung und eine SQL-Anweisung in Anführungszeichen; schreiben Sie loopscope query DATEI.loopscope "SELECT kind, count(*) FROM events GROUP BY kind".</translation>
    </message>
    <message>
        <source>query: %1 is not understood; use --json or --csv.</source>
        <translation>query: %1 ist unverständlich; verwenden Sie --json oder --csv.</translation>
    </message>
    <message>
        <source>queue, which is empty</source>
        <translation>Queue, die leer ist</translation>
    </message>
    <message>
        <source>queue, which is full</source>
        <translation>Queue, die voll ist</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>ready</source>
        <comment>word of a record</comment>
        <translation>bereit</translation>
    </message>
    <message>
        <source>received</source>
        <translation>empfangen</translation>
    </message>
    <message>
        <source>recorded time</source>
        <translation>aufgezeichnete Zeit</translation>
    </message>
    <message>
        <source>recording.loopscope</source>
        <translation>aufzeichnung.loopscope</translation>
    </message>
    <message>
        <source>recv</source>
        <translation>Empfang</translation>
    </message>
    <message>
        <source>remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>entfernt</translation>
    </message>
    <message>
        <source>reset</source>
        <comment>word of a record</comment>
        <translation>rückgesetzt</translation>
    </message>
    <message>
        <source>resume</source>
        <comment>word of a record</comment>
        <translation>weiter</translation>
    </message>
    <message>
        <source>resumed</source>
        <translation>fortgesetzt</translation>
    </message>
    <message>
        <source>resumes below %1</source>
        <translation>weiter unter %1</translation>
    </message>
    <message>
        <source>rule %1: %2</source>
        <translation>Regel %1: %2</translation>
    </message>
    <message>
        <source>rules of %1</source>
        <translation>Regeln von %1</translation>
    </message>
    <message>
        <source>rules: %1</source>
        <translation>Regeln: %1</translation>
    </message>
    <message>
        <source>rules: %1</source>
        <comment>detail of an event</comment>
        <translation>Regeln: %1</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>running</source>
        <comment>word of a record</comment>
        <translation>läuft</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>scenario.json</source>
        <translation>szenario.json</translation>
    </message>
    <message>
        <source>second</source>
        <translation>zweite</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>seed </source>
        <translation>Keim </translation>
    </message>
    <message>
        <source>semaphore</source>
        <translation>Semaphor</translation>
    </message>
    <message>
        <source>semaphore, held by task %1</source>
        <translation>Semaphor, gehalten von Task %1</translation>
    </message>
    <message>
        <source>send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>send to %1</source>
        <translation>an %1 senden</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>server</source>
        <comment>word of a record</comment>
        <translation>Server</translation>
    </message>
    <message>
        <source>server name %1</source>
        <translation>Servername %1</translation>
    </message>
    <message>
        <source>servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>session</source>
        <comment>word of a record</comment>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>session %1</source>
        <translation>Sitzung %1</translation>
    </message>
    <message>
        <source>sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>signal handlers</source>
        <translation>Signalbehandlungen</translation>
    </message>
    <message>
        <source>sleep</source>
        <translation>Schlaf</translation>
    </message>
    <message>
        <source>sleep %1</source>
        <translation>Schlaf %1</translation>
    </message>
    <message>
        <source>slow callback</source>
        <comment>word of a record</comment>
        <translation>langsamer Callback</translation>
    </message>
    <message>
        <source>slow getaddrinfo</source>
        <comment>word of a record</comment>
        <translation>langsames getaddrinfo</translation>
    </message>
    <message>
        <source>slow iteration</source>
        <comment>word of a record</comment>
        <translation>langsamer Umlauf</translation>
    </message>
    <message>
        <source>slow ≥ %1</source>
        <translation>langsam ab %1</translation>
    </message>
    <message>
        <source>something else</source>
        <translation>etwas anderes</translation>
    </message>
    <message>
        <source>sslkeylog=%1 cannot be written: %2. Name a file in a folder that exists and is yours.</source>
        <translation>sslkeylog=%1 kann nicht geschrieben werden: %2. Nennen Sie eine Datei in einem Ordner, den es gibt und der Ihnen gehört.</translation>
    </message>
    <message>
        <source>sslkeylog=%1 would stay empty: neither side is encrypted. Write to=tls:HOST:PORT, or forward+tls.</source>
        <translation>sslkeylog=%1 bliebe leer: Keine der beiden Seiten ist verschlüsselt. Schreiben Sie to=tls:HOST:PORT oder forward+tls.</translation>
    </message>
    <message>
        <source>standard input</source>
        <translation>Standardeingabe</translation>
    </message>
    <message>
        <source>standard output</source>
        <translation>Standardausgabe</translation>
    </message>
    <message>
        <source>start %1</source>
        <translation>%1 starten</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>starts</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>step of %1</source>
        <translation>Schritt von %1</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>stop %1</source>
        <translation>%1 stoppen</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>stopped early</source>
        <comment>word of a record</comment>
        <translation>zu früh angehalten</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>stoppt</translation>
    </message>
    <message>
        <source>suspended</source>
        <comment>word of a record</comment>
        <translation>wartet</translation>
    </message>
    <message>
        <source>task</source>
        <translation>Task</translation>
    </message>
    <message>
        <source>task %1</source>
        <translation>Task %1</translation>
    </message>
    <message>
        <source>task %1 %2</source>
        <translation>Task %1 %2</translation>
    </message>
    <message>
        <source>task end</source>
        <comment>word of a record</comment>
        <translation>Taskende</translation>
    </message>
    <message>
        <source>task exception never retrieved</source>
        <comment>word of a record</comment>
        <translation>Taskfehler nie abgeholt</translation>
    </message>
    <message>
        <source>task start</source>
        <comment>word of a record</comment>
        <translation>Taskstart</translation>
    </message>
    <message>
        <source>tasks</source>
        <translation>Tasks</translation>
    </message>
    <message>
        <source>tcp, tls, unix</source>
        <translation>tcp, tls, unix</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>the ] after the IPv6 address is missing</source>
        <translation>die ] nach der IPv6-Adresse fehlt</translation>
    </message>
    <message>
        <source>the client presented none</source>
        <translation>der Client zeigte keines</translation>
    </message>
    <message>
        <source>the example</source>
        <translation>das Beispiel</translation>
    </message>
    <message>
        <source>the faults are not a list; write {"seed": 1, "faults": ["latency:50ms"]}</source>
        <translation>die Störungen sind keine Liste; schreiben Sie {"seed": 1, "faults": ["latency:50ms"]}</translation>
    </message>
    <message>
        <source>the faults are not valid JSON at byte %1: %2</source>
        <translation>die Störungen sind bei Byte %1 kein gültiges JSON: %2</translation>
    </message>
    <message>
        <source>the first over which anything was said</source>
        <translation>die erste, über die etwas gesagt wurde</translation>
    </message>
    <message>
        <source>the host is missing; use 127.0.0.1 for this machine alone, 0.0.0.0 for every interface</source>
        <translation>der Host fehlt; verwenden Sie 127.0.0.1 für diesen Rechner allein, 0.0.0.0 für jede Schnittstelle</translation>
    </message>
    <message>
        <source>the lags of seconds</source>
        <translation>Verzüge der Sekunden</translation>
    </message>
    <message>
        <source>the longest of %1</source>
        <translation>%1: der längste</translation>
    </message>
    <message>
        <source>the loop itself</source>
        <translation>die Schleife selbst</translation>
    </message>
    <message>
        <source>the moment, with every view as it was</source>
        <translation>der Moment, mit jeder Ansicht, wie sie war</translation>
    </message>
    <message>
        <source>the name must be text; write it in quotes</source>
        <translation>der Name muss Text sein; schreiben Sie ihn in Anführungszeichen</translation>
    </message>
    <message>
        <source>the other half, connection %1</source>
        <translation>die andere Hälfte, Verbindung %1</translation>
    </message>
    <message>
        <source>the path has %1 bytes; a socket's path has at most %2</source>
        <translation>der Pfad hat %1 Bytes; der Pfad eines Sockets hat höchstens %2</translation>
    </message>
    <message>
        <source>the path is missing; write it after the two slashes, as in echo+unix:///tmp/echo</source>
        <translation>der Pfad fehlt; schreiben Sie ihn nach den zwei Schrägstrichen, wie in echo+unix:///tmp/echo</translation>
    </message>
    <message>
        <source>the port is missing; add :0 for any free port, or a number up to 65535</source>
        <translation>der Port fehlt; fügen Sie :0 für einen freien Port hinzu, oder eine Zahl bis 65535</translation>
    </message>
    <message>
        <source>the server presented none</source>
        <translation>der Server zeigte keines</translation>
    </message>
    <message>
        <source>the slowest answer</source>
        <translation>die langsamste Antwort</translation>
    </message>
    <message>
        <source>the text is empty; write some, with \r\n for the end of a line</source>
        <translation>der Text ist leer; schreiben Sie welchen, mit \r\n für ein Zeilenende</translation>
    </message>
    <message>
        <source>there is no fault '%1'; use %2</source>
        <translation>es gibt keine Störung '%1'; verwenden Sie %2</translation>
    </message>
    <message>
        <source>there is no kind of session '%1'; use %2</source>
        <translation>es gibt keine Art von Sitzung '%1'; verwenden Sie %2</translation>
    </message>
    <message>
        <source>there is no list of rules; write {"rules": [{"on": "connect", "do": [{"send": "hello"}]}]}</source>
        <translation>es gibt keine Liste von Regeln; schreiben Sie {"rules": [{"on": "connect", "do": [{"send": "hello"}]}]}</translation>
    </message>
    <message>
        <source>there is no session to run; write a list of {"url": "echo://127.0.0.1:0"}</source>
        <translation>es gibt keine Sitzung zu starten; schreiben Sie eine Liste von {"url": "echo://127.0.0.1:0"}</translation>
    </message>
    <message>
        <source>there is no such key; use %1</source>
        <translation>diesen Schlüssel gibt es nicht; verwenden Sie %1</translation>
    </message>
    <message>
        <source>this is not JSON (%1); check commas, quotes and brackets there</source>
        <translation>das ist kein JSON (%1); prüfen Sie dort Kommas, Anführungszeichen und Klammern</translation>
    </message>
    <message>
        <source>this is not a seed; use a whole number from 0</source>
        <translation>das ist kein Startwert; verwenden Sie eine ganze Zahl ab 0</translation>
    </message>
    <message>
        <source>this is not a session; write KIND://HOST:PORT, as in echo://127.0.0.1:8881</source>
        <translation>das ist keine Sitzung; schreiben Sie ART://HOST:PORT, wie in echo://127.0.0.1:8881</translation>
    </message>
    <message>
        <source>this is not a time to run; use seconds above 0 such as 5, or a text such as "2m"</source>
        <translation>das ist keine Laufzeit; verwenden Sie Sekunden über 0 wie 5, oder einen Text wie "2m"</translation>
    </message>
    <message numerus="yes">
        <source>this machine stood still for %1, %2 message(s) not timed</source>
        <translation>
            <numerusform>dieser Rechner stand %1 still, %2 Nachricht nicht gemessen</numerusform>
            <numerusform>dieser Rechner stand %1 still, %2 Nachrichten nicht gemessen</numerusform>
        </translation>
    </message>
    <message>
        <source>this machine stood still for %1: messages in flight are not timed, and none became due</source>
        <translation>dieser Rechner stand %1 still: Nachrichten unterwegs sind nicht gemessen, und keine wurde fällig</translation>
    </message>
    <message>
        <source>this must be a list; write its texts in square brackets</source>
        <translation>dies muss eine Liste sein; schreiben Sie ihre Texte in eckige Klammern</translation>
    </message>
    <message>
        <source>this task</source>
        <translation>dieser Task</translation>
    </message>
    <message>
        <source>timers</source>
        <translation>Timer</translation>
    </message>
    <message>
        <source>times that a write buffer was full</source>
        <translation>wie oft ein Schreibpuffer voll war</translation>
    </message>
    <message>
        <source>tls_min=%1 is newer than tls_max=%2. Leave one of them out.</source>
        <translation>tls_min=%1 ist neuer als tls_max=%2. Lassen Sie eines weg.</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
    <message>
        <source>trusted</source>
        <translation>vertraut</translation>
    </message>
    <message>
        <source>udp</source>
        <translation>udp</translation>
    </message>
    <message>
        <source>unclosed loop</source>
        <comment>word of a record</comment>
        <translation>offener Loop</translation>
    </message>
    <message>
        <source>unclosed stream</source>
        <comment>word of a record</comment>
        <translation>offener Stream</translation>
    </message>
    <message>
        <source>unclosed transport</source>
        <comment>word of a record</comment>
        <translation>offener Transport</translation>
    </message>
    <message>
        <source>unknown coroutine</source>
        <translation>unbekannte Koroutine</translation>
    </message>
    <message>
        <source>until stopped</source>
        <translation>bis zum Stoppen</translation>
    </message>
    <message>
        <source>waiting: %1</source>
        <translation>wartet: %1</translation>
    </message>
    <message>
        <source>wakes %1</source>
        <translation>weckt %1</translation>
    </message>
    <message>
        <source>wakes itself</source>
        <comment>word of a record</comment>
        <translation>weckt sich selbst</translation>
    </message>
    <message>
        <source>warning</source>
        <comment>word of a record</comment>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>window</source>
        <comment>its own loop</comment>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>with each</source>
        <translation>mit jeder</translation>
    </message>
    <message>
        <source>woken by task %1</source>
        <translation>geweckt von Task %1</translation>
    </message>
    <message>
        <source>write after EOF</source>
        <comment>word of a record</comment>
        <translation>Schreiben nach dem Ende</translation>
    </message>
    <message>
        <source>write buffer</source>
        <translation>Schreibpuffer</translation>
    </message>
    <message>
        <source>write buffer %1 B &lt;= low %2 B</source>
        <comment>detail of an event</comment>
        <translation>Schreibpuffer %1 B &lt;= untere Marke %2 B</translation>
    </message>
    <message>
        <source>write buffer %1 B &gt; high %2 B</source>
        <comment>detail of an event</comment>
        <translation>Schreibpuffer %1 B &gt; obere Marke %2 B</translation>
    </message>
    <message>
        <source>write buffer of #%1</source>
        <translation>Schreibpuffer von #%1</translation>
    </message>
    <message>
        <source>write to lost connection</source>
        <comment>word of a record</comment>
        <translation>Schreiben ins Leere</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>–</source>
        <comment>no lag measured yet</comment>
        <translation>–</translation>
    </message>
    <message>
        <source>“%1” can be: %2.</source>
        <translation>„%1“ kann sein: %2.</translation>
    </message>
    <message>
        <source>“%1” is not a key here. Keys: %2. Use quotes to search for the text itself.</source>
        <translation>„%1“ ist hier kein Schlüssel. Schlüssel: %2. Suchen Sie den Text selbst mit Anführungszeichen.</translation>
    </message>
    <message>
        <source>“%1” is not a number for “%2”; try %2&gt;%3.</source>
        <translation>„%1“ ist keine Zahl für „%2“; versuchen Sie %2&gt;%3.</translation>
    </message>
    <message>
        <source>“%1” is text and cannot be compared by size: write %1:value.</source>
        <translation>„%1“ ist Text und kann nicht der Größe nach verglichen werden: schreiben Sie %1:Wert.</translation>
    </message>
    <message>
        <source>… %1 more, not kept</source>
        <translation>… %1 mehr, nicht behalten</translation>
    </message>
    <message>
        <source>… and %1 more rows: export them instead</source>
        <translation>… und %1 weitere Zeilen: exportieren Sie sie stattdessen</translation>
    </message>
    <message>
        <source>… and so on</source>
        <translation>… und so weiter</translation>
    </message>
    <message>
        <source>↓ Newest</source>
        <translation>↓ Neueste</translation>
    </message>
    <message>
        <source>↻ task %1, where it began</source>
        <translation>↻ Task %1, wo es begann</translation>
    </message>
    <message>
        <source>● %1</source>
        <translation>● %1</translation>
    </message>
    <message>
        <source>● %1 does not hold now: %2</source>
        <translation>● %1 gilt jetzt nicht: %2</translation>
    </message>
    <message>
        <source>● %1 holds so far: %2</source>
        <translation>● %1 gilt bisher: %2</translation>
    </message>
    <message>
        <source>● %1 met: %2</source>
        <translation>● %1 eingehalten: %2</translation>
    </message>
    <message>
        <source>● %1 not met: %2</source>
        <translation>● %1 nicht eingehalten: %2</translation>
    </message>
</context>
</TS>
