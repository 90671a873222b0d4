// SPDX-License-Identifier: GPL-3.0-or-later

// What the readers of faults, limits, rules, messages and options of recordings make of long tables
// of right, wrong and nearly right texts. Beside ../expected/*.txt.

#include "models/spec/FaultPlan.h"
#include "models/spec/Limit.h"
#include "models/spec/Message.h"
#include "models/spec/RecordingOptions.h"
#include "models/spec/ReplyRules.h"
#include "models/spec/SavedMessages.h"
#include "models/spec/SessionKinds.h"
#include "tests/support/Expected.h"

#include <QtTest/QTest>

using namespace models;
using namespace Qt::StringLiterals;

namespace {

QString shown(const QByteArray &bytes)
{
    return bytes.isEmpty() ? QString() : QString::fromLatin1(bytes.toHex(' '));
}

QString shown(const Fault &fault)
{
    return u"%1 %2 time %3 spread %4 amount %5 probability %6 match [%7] message %8 after %9"_s
        .arg(nameOf(fault.kind))
        .arg(int(fault.direction))
        .arg(fault.time.count())
        .arg(fault.spread.count())
        .arg(fault.amount)
        .arg(fault.probability)
        .arg(shown(fault.match))
        .arg(fault.message)
        .arg(fault.after.count());
}

QString shown(const ReplyRules &rules)
{
    QString text = rules.byLines ? u"lines"_s : u"chunks"_s;
    for (const ReplyRule &rule : rules.rules) {
        text += u"; on %1 [%2] /%3/ %4 %5:"_s.arg(int(rule.on.kind))
                    .arg(shown(rule.on.bytes), rule.on.pattern.pattern().section(u')', 1))
                    .arg(rule.on.message)
                    .arg(rule.on.silence.count());
        for (const ReplyAction &action : rule.actions)
            text += u" %1 [%2] '%3' %4"_s.arg(int(action.kind))
                        .arg(shown(action.bytes), action.file)
                        .arg(action.time.count());
    }
    return text;
}

QString expected(const char *name)
{
    return QStringLiteral(LOOPSCOPE_EXPECTED "/") + QLatin1StringView(name);
}

} // namespace

class EverySpecTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void faults();
    void limitsAndVerdicts();
    void replyRules();
    void messages();
    void recordingOptionsOfAllKinds();
};

void EverySpecTest::faults()
{
    QStringList lines;
    for (const QString &text :
         {u"latency:50ms,jitter:10ms"_s,
          u"latency"_s,
          u"latency:"_s,
          u"latency:0"_s,
          u"latency:24h"_s,
          u"latency:25h"_s,
          u"latency:x"_s,
          u"latency:1s,gap:1s"_s,
          u"bandwidth:64k"_s,
          u"bandwidth:0"_s,
          u"bandwidth:1"_s,
          u"bandwidth"_s,
          u"slice:10,gap:20ms"_s,
          u"slice:10,jitter:1s"_s,
          u"stall"_s,
          u"stall:2s"_s,
          u"stall:x"_s,
          u"limit:4k"_s,
          u"limit:-1"_s,
          u"reset"_s,
          u"reset:1"_s,
          u"half-close"_s,
          u"corrupt:100"_s,
          u"corrupt:0"_s,
          u"corrupt:1.5"_s,
          u"corrupt:1k"_s,
          u"drop"_s,
          u"duplicate"_s,
          u"reorder"_s,
          u"reset,direction:in"_s,
          u"reset,direction:out"_s,
          u"reset,direction:both"_s,
          u"reset,direction:up"_s,
          u"drop,probability:0.25"_s,
          u"drop,probability:0"_s,
          u"drop,probability:1"_s,
          u"drop,probability:1.01"_s,
          u"drop,probability:5%"_s,
          u"drop,probability:100%"_s,
          u"drop,probability:101%"_s,
          u"drop,probability:0%"_s,
          u"drop,probability:nan"_s,
          u"drop,probability:x"_s,
          u"reset,message:3"_s,
          u"reset,message:1"_s,
          u"reset,message:0"_s,
          u"reset,message:x"_s,
          u"reset,after:5s"_s,
          u"reset,after:25h"_s,
          u"reset,after:1500us"_s,
          u"reset,after:1500ms"_s,
          u"reset,match:a\\,b\\\\c\\r\\n\\t\\0\\x7f"_s,
          u"reset,match:\\xff"_s,
          u"reset,match:"_s,
          u"reset,match:\\q"_s,
          u"reset,match:\\x1"_s,
          u"reset,match:\\xzz"_s,
          u"reset,match:a\\"_s,
          u"reset,match:\u20ac"_s,
          u"reset,nosuch:1"_s,
          u"latency:1s,nosuch:1"_s,
          u"nosuch"_s,
          u""_s,
          u"  reset , direction:in"_s,
          u"reset,"_s,
          u"latency:1.5ms,jitter:1s,direction:out,probability:0.5,match:x,message:2,after:3s"_s}) {
        const FaultResult read = parseFault(text);
        lines << text;
        if (!read.fault) {
            lines << u"  "_s + read.problem << u"  "_s + faultProblem(text);
            continue;
        }
        lines << u"  "_s + shown(*read.fault) << u"  "_s + read.fault->toString();
        QCOMPARE(parseFault(read.fault->toString()).fault, read.fault);
        QCOMPARE(faultOf(fieldsOf(*read.fault)).fault, read.fault);
        for (const auto &[name, value] : fieldsOf(*read.fault))
            lines << u"  field %1 = %2"_s.arg(name, value);
        lines << u"  fits in %1 out %2"_s.arg(read.fault->fits(FaultDirection::In))
                     .arg(read.fault->fits(FaultDirection::Out));
    }
    for (const Traffic traffic : {Traffic::Stream, Traffic::Datagrams}) {
        lines << faultGrammar(traffic);
        for (int kind = 0; kind < int(FaultKind::Count); ++kind) {
            const FaultForm form = formOf(FaultKind(kind));
            const auto plan = parseFaultPlan({u" "_s, form.example}, 9, traffic);
            lines << u"%1: %2 [%3 %4 %5 %6] acts %7"_s.arg(form.example)
                         .arg(plan.plan ? plan.plan->lines().join(u'|') : plan.problem)
                         .arg(form.value)
                         .arg(form.valueMayBeLeftOut)
                         .arg(form.spread, nameOf(FaultKind(kind)))
                         .arg(faultKinds(traffic).contains(FaultKind(kind)));
        }
    }
    for (const char *json :
         {"", "{}", "[", "[\"reset\"]", "[1]", "[{}]", "[\"x\"]", "{\"faults\": 1}",
          "{\"seed\": 7, \"faults\": [\"reset,message:3\", {\"fault\": \"latency\", \"value\": "
          "\"50ms\", \"direction\": \"out\"}, {\"fault\": \"corrupt\", \"value\": 9, \"match\": "
          "\"a,b\"}]}",
          "{\"faults\": [{\"fault\": \"reset\"}, \"drop\"]}"}) {
        const auto plan = parseFaultPlanJson(json, Traffic::Stream);
        lines << u"%1: %2"_s.arg(QLatin1StringView(json),
                                 plan.plan ? plan.plan->lines().join(u'|')
                                         + u" seed %1"_s.arg(plan.plan->seed)
                                           : plan.problem);
    }
    lines << faultFields() << QString::number(int(trafficOf(u"udp")))
          << QString::number(int(trafficOf(u"tls")));
    QCOMPARE(::test::differenceFrom(expected("faults.txt"), lines), QString());
}

void EverySpecTest::limitsAndVerdicts()
{
    QStringList lines;
    QList<Verdict> all;
    for (const QString &name : measureNames()) {
        for (const QString &sign : {u"<"_s, u"<="_s, u">"_s, u">="_s}) {
            const LimitResult read
                = readLimit(name + sign + u'2'
                            + (name.startsWith(u'p') || name == u"max" ? u"ms"_s : QString()));
            QVERIFY2(read.limit, qPrintable(read.problem));
            QString line = u"%1 upper %2:"_s.arg(read.limit->text).arg(read.limit->isUpper());
            const double bound = read.limit->bound;
            for (const double measured : {0.0, bound * 0.999, bound, bound * 1.001}) {
                line += u' ' + QString::number(read.limit->holds(measured));
                for (const Evidence evidence : {Evidence::Something, Evidence::Nothing}) {
                    const Verdict verdict = verdictOn(*read.limit, measured, evidence);
                    line += u'/' + QString::number(verdict.holds) + verdict.measured;
                    if (measured == bound)
                        all << verdict;
                }
            }
            lines << line;
            lines << u"  "_s + sentenceOf(verdictOn(*read.limit, {}))
                  << u"  "_s + sentenceOf(verdictOn(*read.limit, bound));
        }
    }
    for (const QString &text : {u""_s, u"p99"_s, u"p99<"_s, u"p99<5"_s, u"p99<5x"_s, u"x<1"_s,
                                u"errors<1ms"_s, u"errors<-1"_s, u"errors<inf"_s, u"errors<nan"_s,
                                u" rate >= 10.5 "_s, u"rate=10"_s, u"p99.9<=0"_s, u"errors==1"_s})
        lines << u"'%1': %2 | %3"_s.arg(text, readLimit(text).problem, limitProblem(text));
    lines << sentenceOf(all) << unmet(all) << QString::number(allHold(all));
    all.removeIf([](const Verdict &verdict) { return !verdict.holds; });
    lines << sentenceOf(all) << unmet(all) << QString::number(allHold(all))
          << sentenceOf(QList<Verdict>()) << QString::number(allHold({}));
    for (const MeasureDoc &doc : measureDocs())
        lines << doc.names + u": "_s + doc.meaning;
    QCOMPARE(::test::differenceFrom(expected("limits.txt"), lines), QString());
}

void EverySpecTest::replyRules()
{
    QStringList lines;
    const auto rule = [](const char *on, const char *actions) {
        return QByteArray("{\"rules\": [{\"on\": ") + on + ", \"do\": [" + actions + "]}]}";
    };
    for (const QByteArray &json :
         {QByteArray(""),
          QByteArray("{"),
          QByteArray("{\n \"rules\": [}"),
          QByteArray("{}"),
          QByteArray("{\"rules\": 1}"),
          QByteArray("{\"rules\": []}"),
          QByteArray("{\"x\": 1, \"rules\": []}"),
          QByteArray("{\"messages\": \"lines\", \"rules\": []}"),
          QByteArray("{\"messages\": \"x\", \"rules\": []}"),
          QByteArray("{\"rules\": [1]}"),
          QByteArray("{\"rules\": [{\"on\": \"connect\"}]}"),
          QByteArray("{\"rules\": [{\"on\": \"connect\", \"do\": [], \"x\": 1}]}"),
          rule("\"connect\"", ""),
          rule("\"x\"", ""),
          rule("{}", ""),
          rule("1", ""),
          rule("{\"text\": \"HELO\"}", "{\"send\": \"250\\r\\n\"}, \"close\", \"reset\""),
          rule("{\"text\": \"\"}", ""),
          rule("{\"hex\": \"00 Ff\"}", "{\"hex\": \"ff 00\"}"),
          rule("{\"hex\": \"0\"}", ""),
          rule("{\"hex\": \"\"}", ""),
          rule("{\"hex\": \"xx\"}", ""),
          rule("{\"regex\": \"^QU.IT\"}", "{\"wait\": \"200ms\"}"),
          rule("{\"regex\": \"(\"}", ""),
          rule("{\"regex\": \"ab(\"}", ""),
          rule("{\"regex\": \"\"}", ""),
          rule("{\"message\": 3}", "{\"wait\": 2}"),
          rule("{\"message\": 0}", ""),
          rule("{\"message\": 1}", ""),
          rule("{\"message\": \"x\"}", ""),
          rule("{\"silence\": \"5s\"}", ""),
          rule("{\"silence\": 0}", ""),
          rule("{\"silence\": \"x\"}", ""),
          rule("{\"x\": 1}", ""),
          rule("{\"text\": \"a\", \"hex\": \"00\"}", ""),
          rule("\"connect\"", "1"),
          rule("\"connect\"", "\"x\""),
          rule("\"connect\"", "{\"send\": \"\"}"),
          rule("\"connect\"", "{\"send\": \"a\"}, {\"x\": 1}"),
          rule("\"connect\"", "{\"wait\": \"0\"}"),
          rule("\"connect\"", "{\"hex\": \"1\"}"),
          rule("\"connect\"", "{\"file\": \"/nonexistent\"}")}) {
        const ReplyRulesResult read = parseReplyRules(json);
        lines << QString::fromUtf8(json)
              << u"  "_s + (read.rules ? shown(*read.rules) : read.problem);
        lines << u"  "_s + replyRulesProblem(QString::fromUtf8(json));
        lines << u"  "_s + replyRulesOption({QString::fromUtf8(json), u"/folder"_s});
        if (json.startsWith('{'))
            lines << u"  "_s + replyRulesText(QString::fromUtf8(json)).text;
    }
    const auto read = parseReplyRules(
        "{\"rules\": [{\"on\": {\"regex\": \"(a+)+$\"}, \"do\": []},"
        "{\"on\": {\"hex\": \"ff\"}, \"do\": []}, {\"on\": {\"message\": 2}, \"do\": []},"
        "{\"on\": {\"silence\": 1}, \"do\": []}, {\"on\": {\"regex\": \"x.y\"}, \"do\": []},"
        "{\"on\": \"connect\", \"do\": []}]}");
    QVERIFY(read.rules);
    const QByteArray atTheEnd = QByteArray(8191, '-'), endless = QByteArray(60, 'a') + 'b';
    for (const QByteArray &text :
         {QByteArray("caa"), QByteArray("b"), QByteArray("\xff"), endless, QByteArray("x\ny."),
          atTheEnd + 'a', atTheEnd + ".a", endless + "\xff", QByteArray()}) {
        for (const qint64 number : {1, 2}) {
            qsizetype gaveUp = -1;
            const ReplyRule *const fit = read.rules->ruleFor(
                {text.constData(), std::size_t(text.size())}, number, &gaveUp);
            lines << u"%1 bytes, message %2: rule %3, gave up %4"_s.arg(text.size())
                         .arg(number)
                         .arg(fit ? fit - read.rules->rules.data() + 1 : 0)
                         .arg(gaveUp);
        }
    }
    lines << QString::number(read.rules->ruleFor(ReplyTrigger::Connect) - read.rules->rules.data())
          << QString::number(read.rules->ruleFor(ReplyTrigger::Silence) - read.rules->rules.data())
          << shown(*readReplyRules({}).rules) << replyRulesText({}).text
          << readReplyRules(u"/nonexistent"_s).problem;
    QVERIFY(!parseReplyRules("{\"rules\": []}").rules->ruleFor(ReplyTrigger::Connect));
    QCOMPARE(::test::differenceFrom(expected("rules.txt"), lines), QString());
}

void EverySpecTest::messages()
{
    QStringList lines;
    for (const QString &name : messageForms() + lineEnds() + QStringList {u"x"_s, u""_s})
        lines << u"%1: form %2, end %3 [%4]"_s.arg(name)
                     .arg(int(messageForm(name)))
                     .arg(int(lineEnd(name)))
                     .arg(shown(bytesOf(lineEnd(name))));
    for (const QString &text :
         {u""_s, u"a"_s, u"a\nb"_s, u"a\n"_s, u"a\r\nb"_s, u"\\x00\\r\\n\\\\"_s, u"\\q"_s,
          u"00 ff"_s, u"0"_s, u"\u20ac"_s, u"00\nff"_s}) {
        for (const MessageForm form :
             {MessageForm::Plain, MessageForm::Escapes, MessageForm::Hex}) {
            for (const LineEnd end : {LineEnd::Lf, LineEnd::CrLf, LineEnd::None}) {
                const DecodedBytes made = Message {text, form, end}.bytes();
                lines << u"'%1' form %2 end %3: [%4] %5"_s
                             .arg(QString(text).replace(u'\n', u"\\n"_s).replace(u'\r', u"\\r"_s))
                             .arg(int(form))
                             .arg(int(end))
                             .arg(made.bytes ? shown(*made.bytes) : u"none"_s, made.problem);
            }
        }
    }
    for (const QByteArray &bytes :
         {QByteArray(), QByteArray("a\nb"), QByteArray("\xff\x00\\", 3)}) {
        for (const MessageForm form : {MessageForm::Plain, MessageForm::Escapes, MessageForm::Hex})
            lines << u"%1 as %2: %3"_s.arg(shown(bytes))
                         .arg(int(form))
                         .arg(shown(written(bytes, form)));
    }
    SavedMessages saved = SavedMessages::fromJson(
        "[{\"name\": \"b\", \"text\": \"1\", \"format\": \"hex\", \"end\": \"none\"}, 7, "
        "{\"text\": \"no name\"}, {\"name\": \"a\", \"text\": \"2\"}, {\"name\": \"b\", \"text\": "
        "\"3\"}]");
    lines << QString::fromUtf8(saved.toJson());
    saved.save(u"A"_s, {u"x"_s, MessageForm::Escapes, LineEnd::CrLf});
    saved.save(u"C"_s, {});
    saved.rename(u"b"_s, u"0"_s);
    saved.rename(u"nosuch"_s, u"1"_s);
    lines << saved.names().join(u' ') << QString::fromUtf8(saved.toJson());
    saved.remove(u"A"_s);
    saved.remove(u"nosuch"_s);
    saved.rename(u"0"_s, u"C"_s);
    lines << saved.names().join(u' ') << QString::fromUtf8(saved.toJson())
          << QString::number(bool(saved.find(u"A"_s))) << saved.find(u"C"_s)->text;
    QCOMPARE(::test::differenceFrom(expected("messages.txt"), lines), QString());
}

void EverySpecTest::recordingOptionsOfAllKinds()
{
    QStringList lines;
    for (const RecordingOption &each : recordingOptions()) {
        const QString key = QString::fromLatin1(each.key);
        lines << u"%1 %2 %3: %4"_s.arg(QLatin1StringView(each.name), key,
                                       QLatin1StringView(each.value),
                                       QLatin1StringView(each.description));
        for (const QString &value :
             {u""_s, u"x"_s, u"all"_s, u"none"_s, u"4k"_s, u"1M"_s, u"1048575"_s, u"2GB"_s, u"1s"_s,
              u"999ms"_s, u"8760h"_s, u"8761h"_s, u"warning"_s, u"lost|warning"_s,
              u"SIGUSR1, limit"_s, u"sigusr1|sigusr1"_s, u"warning|x"_s}) {
            RecordingOptions options;
            const QString problem = setRecordingOption(options, key, value);
            lines << u"  '%1': %2 -> '%3'"_s.arg(value, problem, recordingOption(options, key));
        }
    }
    RecordingOptions mine, others;
    (void)setRecordingOption(mine, u"keep"_s, u"2M"_s);
    (void)setRecordingOption(others, u"keep"_s, u"3M"_s);
    (void)setRecordingOption(others, u"keepFor"_s, u"90s"_s);
    (void)setRecordingOption(others, u"record"_s, u"/x"_s);
    (void)setRecordingOption(others, u"capture"_s, u"none"_s);
    (void)setRecordingOption(others, u"dumpOn"_s, u"lost"_s);
    fillRecordingOptions(mine, others);
    for (const RecordingOption &each : recordingOptions())
        lines << recordingOption(mine, QString::fromLatin1(each.key));
    QCOMPARE(setRecordingOption(others, u"dumpOn"_s, u"warning"_s), QString()); // instead
    QCOMPARE(recordingOption(others, u"dumpOn"_s), u"warning"_s);
    QCOMPARE(::test::differenceFrom(expected("recording-options.txt"), lines), QString());
}

QTEST_APPLESS_MAIN(EverySpecTest)
#include "EverySpecTest.moc"
