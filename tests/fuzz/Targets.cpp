// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/Targets.h"
#include "tests/fuzz/TlsTarget.h"

#include "loop/StreamEncoder.h"
#include "models/Filter.h"
#include "models/record/Recording.h"
#include "models/record/RecordingReader.h"
#include "models/record/StreamDecoder.h"
#include "models/spec/FaultPlan.h"
#include "models/spec/ForwardTarget.h"
#include "models/spec/Limit.h"
#include "models/spec/Message.h"
#include "models/spec/ReplyRules.h"
#include "models/spec/SavedMessages.h"
#include "models/spec/Scenario.h"
#include "models/spec/SessionKinds.h"
#include "models/spec/SessionUrl.h"
#include "models/text/Escapes.h"
#include "models/text/Payload.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#include <limits>

using namespace Qt::StringLiterals;

namespace {

void expect(bool holds, const char *what)
{
    if (!holds)
        throw BrokenPromise {what};
}

QByteArray bytesOf(const std::string &input)
{
    return QByteArray::fromStdString(input);
}

QString textOf(const std::string &input)
{
    return QString::fromUtf8(input.data(), qsizetype(input.size()));
}

std::vector<std::string> wordsOf(const QStringList &texts)
{
    std::vector<std::string> words;
    for (const QString &text : texts)
        words.push_back(text.toStdString());
    return words;
}

// Every name of the catalogue, as a URL would have it.
std::vector<std::string> catalogue()
{
    QStringList words {u"tcp"_s,   u"tls"_s,       u"udp"_s, u"unix"_s, u"+tls"_s, u"://"_s,
                       u"[::1]"_s, u"127.0.0.1"_s, u":0"_s,  u"?"_s,    u"true"_s, u"%25eth0"_s};
    for (const models::SessionKind &kind : models::sessionKinds()) {
        words << kind.name;
        for (const models::SessionOption &option : kind.options)
            words << u'&' + option.name + u'=' << option.name << option.defaultValue
                  << option.choices;
    }
    words.removeAll(QString());
    words.removeDuplicates();
    return wordsOf(words);
}

void runUrl(const std::string &input)
{
    const auto read = models::parseSessionUrl(textOf(input));
    expect(read.url.has_value() == read.sentence.isEmpty(), "a URL or a sentence");
    if (!read.url)
        return;
    expect(!models::sessionUrlProblem(*read.url), "a parsed URL has no problem");
    const auto again = models::parseSessionUrl(read.url->toString());
    expect(again.url && *again.url == *read.url, "a written URL reads back equal");
    expect(!read.url->commandLine().contains(u'\n'), "a command line is one line");
    if (const models::SessionKind *kind = models::sessionKind(read.url->kind)) {
        for (const models::SessionOption &option : kind->options)
            (void)read.url->texts(option.name);
    }
}

void runFilter(const std::string &input)
{
    using models::FilterKey;
    static const QList<FilterKey> keys {
        {u"state"_s, 0, FilterKey::Choice, {u"open"_s, u"half closed"_s}},
        {u"peer"_s, 1, FilterKey::Text, {}},
        {u"in"_s, 2, FilterKey::Bytes, {}},
        {u"age"_s, 3, FilterKey::Duration, {}},
        {u"id"_s, 4, FilterKey::Number, {}}};
    class Row final : public models::FilterRow {
        bool hasWord(const QString &word) const override { return word.size() % 2 == 0; }
        QString text(int key) const override { return key == 0 ? u"open"_s : u"127.0.0.1:7"_s; }
        double number(int) const override { return 7; }
    };
    const QString text = textOf(input);
    const models::Filter filter(text, keys);
    if (filter.mistake()) {
        expect(filter.isEmpty() && filter.matches(Row()), "a wrong filter matches everything");
        expect(filter.mistake()->position >= 0 && filter.mistake()->position <= int(text.size()),
               "a mistake lies in the text");
    }
    (void)filter.matches(Row());
    for (const int cursor : {0, int(text.size() / 2), int(text.size())}) {
        const auto completion = models::Filter::complete(text, cursor, keys);
        expect(completion.position >= 0 && completion.length >= 0
                   && completion.position + completion.length <= int(text.size()),
               "a completion replaces what is there");
    }
}

void runRules(const std::string &input)
{
    const auto read = models::parseReplyRules(bytesOf(input));
    expect(read.rules.has_value() == read.problem.isEmpty(), "rules or a problem");
    if (!read.rules)
        return;
    for (const char *message : {"", "HELO example\r\n", "\xff\x00\x01 aaaaaaaaaaaaaaaaaaaaaaaa!"})
        (void)read.rules->ruleFor(std::string_view(message), 1);
}

void runFaults(const std::string &input)
{
    for (const auto traffic : {models::Traffic::Stream, models::Traffic::Datagrams}) {
        const auto json = models::parseFaultPlanJson(bytesOf(input), traffic);
        expect(json.plan.has_value() == json.problem.isEmpty(), "a plan or a problem");
    }
    const auto read = models::parseFault(textOf(input));
    expect(read.fault.has_value() == read.problem.isEmpty(), "a fault or a problem");
    if (!read.fault)
        return;
    const auto again = models::parseFault(read.fault->toString());
    expect(again.fault && *again.fault == *read.fault, "a written fault reads back equal");
}

void runScenario(const std::string &input)
{
    const auto read = models::readScenario(bytesOf(input), u"a.json"_s);
    expect(read.scenario.has_value() == read.sentence.isEmpty(), "a scenario or a sentence");
    if (!read.scenario)
        return;
    (void)read.scenario->seededSessions();
    const auto again = models::readScenario(read.scenario->toJson(), u"b.json"_s);
    expect(again.scenario.has_value(), "a written scenario reads back");
    expect(again.scenario->toJson() == read.scenario->toJson(), "and is written alike");
}

void runEscapes(const std::string &input)
{
    const QByteArray bytes = bytesOf(input);
    const auto plain = models::decodeEscapes(bytes);
    expect(plain.bytes.has_value() == plain.problem.isEmpty(), "bytes or a problem");
    const auto back = models::decodeEscapes(models::encodeEscapes(bytes));
    expect(back.bytes && *back.bytes == bytes, "encoded escapes decode to the same bytes");
    const auto hex = models::decodeHex(bytes);
    expect(hex.bytes.has_value() == hex.problem.isEmpty(), "bytes or a problem");
    (void)models::payload::asText(bytes);
}

void runLimit(const std::string &input)
{
    const QString text = textOf(input);
    const auto read = models::readLimit(text);
    expect(read.limit.has_value() == read.problem.isEmpty(), "a limit or a problem");
    if (!read.limit)
        return;
    expect(read.limit->bound >= 0 && read.limit->bound <= std::numeric_limits<double>::max(),
           "a bound is a number");
    for (const auto evidence : {models::Evidence::Something, models::Evidence::Nothing})
        expect(!models::sentenceOf(models::verdictOn(*read.limit, 1, evidence)).isEmpty(),
               "a verdict has words");
}

void runMessage(const std::string &input)
{
    const auto saved = models::SavedMessages::fromJson(bytesOf(input));
    const auto again = models::SavedMessages::fromJson(saved.toJson());
    expect(again.names() == saved.names(), "saved messages read back equal");
    for (const QString &name : saved.names())
        expect(again.find(name) == saved.find(name), "saved messages read back equal");
    for (const QString &form : models::messageForms()) {
        const auto read = models::Message {textOf(input), models::messageForm(form)}.bytes();
        expect(read.bytes.has_value() == read.problem.isEmpty(), "bytes or a problem");
        (void)models::written(bytesOf(input), models::messageForm(form));
    }
}

void runValues(const std::string &input)
{
    const QString text = textOf(input);
    if (const auto time = models::readDuration(text))
        expect(time->count() >= 0, "a duration is not negative");
    if (const auto size = models::readSize(text))
        expect(*size >= 0, "a size is not negative");
    (void)models::readInteger(text);
    (void)models::readBoolean(text);
    const auto target = models::forwardTarget(text);
    expect(!target.url || models::forwardTargetProblem(text).isEmpty(), "a target or a problem");
}

loop::Delta someDelta()
{
    loop::Delta made;
    made.loop.value = 1;
    made.loopName = "net";
    made.time = 1'000'000'000;
    made.opened.push_back({});
    made.opened.back().id.value = 1;
    made.opened.back().peer = "127.0.0.1:49152";
    made.created.push_back({{2}, {7}, {}, "a task", std::source_location::current(), {}, 1});
    made.text = "a payload and its detail";
    for (std::uint64_t i = 0; i < 20; ++i) {
        loop::LogEvent event;
        event.time = made.time + std::int64_t(i);
        event.kind = loop::EventKind::DataIn;
        event.connection.value = i % 3;
        event.bytes = event.payloadSize = 9;
        event.detailAt = 10;
        event.detailSize = 14;
        made.events.push_back(event);
    }
    return made;
}

std::string someStream()
{
    loop::StreamEncoder encoder;
    std::string stream;
    encoder.encodeKeyframe(someDelta(), 1, stream);
    encoder.encode(someDelta(), 21, stream);
    return stream;
}

void runStream(const std::string &input)
{
    models::StreamDecoder decoder;
    (void)decoder.decode(input, [](const models::StreamDecoder::Decoded &decoded) {
        for (const loop::LogEvent &event : decoded.delta.events) {
            expect(decoded.delta.payload(event).size() == event.payloadSize
                       && decoded.delta.detail(event).size() == event.detailSize,
                   "an event's bytes are there");
        }
    });
}

std::string someRecording()
{
    models::Recording recording;
    recording.apply(someDelta());
    recording.close();
    QFile file(recording.path());
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

void runRecording(const std::string &input)
{
    static const QTemporaryDir folder;
    QFile file(folder.filePath(u"fuzzed.loopscope"_s));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return;
    file.write(bytesOf(input));
    file.close();
    const auto reader = models::RecordingReader::open(file.fileName());
    if (!reader) {
        expect(!reader.problem().isEmpty(), "a recording or a problem");
        return;
    }
    qint64 before = 0;
    (void)(*reader)->scan(1, 1000, {}, [&before](const models::StoredEvent &event) {
        expect(event.number > before, "numbers ascend");
        before = event.number;
        return true;
    });
    (void)(*reader)->eventCount();
    (void)(*reader)->sessionNames();
}

} // namespace

const std::vector<Target> &targets()
{
    static const std::vector<std::string> faultWords = wordsOf(
        models::faultGrammar(models::Traffic::Stream).split(u", "_s)
        + models::faultGrammar(models::Traffic::Datagrams).split(u", "_s)
        + QStringList {u",direction:in"_s, u",probability:5%"_s, u",match:\\x00"_s, u",message:3"_s,
                       u",after:2s"_s, u",jitter:10ms"_s, u"\"faults\":"_s, u"\"seed\":"_s});
    static const std::vector<std::string> jsonWords {"{\"url\": \"echo://127.0.0.1:0\"}",
                                                     "\"sessions\"",
                                                     "\"duration\"",
                                                     "\"limits\"",
                                                     "\"faults\"",
                                                     "\"seed\"",
                                                     "\"name\"",
                                                     "\"p99<5ms\"",
                                                     "\"latency:50ms\"",
                                                     "\"rules\"",
                                                     "\"on\"",
                                                     "\"do\"",
                                                     "\"connect\"",
                                                     "\"regex\"",
                                                     "\"text\"",
                                                     "\"hex\"",
                                                     "\"silence\"",
                                                     "\"message\"",
                                                     "\"send\"",
                                                     "\"wait\"",
                                                     "\"close\"",
                                                     "\"reset\"",
                                                     "\"messages\"",
                                                     "\"lines\"",
                                                     "null",
                                                     "true",
                                                     "[]",
                                                     "{}",
                                                     ",",
                                                     ":",
                                                     "1e308"};
    static const std::vector<Target> all {
        {"stream", {someStream()}, {}, runStream},
        {"recording", {someRecording()}, {}, runRecording},
        {"tls", tlsSeeds(), tlsWords(), runTls},
        {"url",
         {"echo://127.0.0.1:8881", "echo+tls://[::1]:0?alpn=h2,http/1.1&idle=5",
          "echo+unix:///tmp/a%20b", "load://h:1?limit=p99<5ms&fault=latency:50ms&rate=5",
          "lines://h:1?text=a&text=b&format=hex"},
         catalogue(),
         runUrl},
        {"filter",
         {"state:open and not (in>1MB or age<5ms)", "peer:\"127.0.0.1\" 49152", "id>=7"},
         {"state:", "peer:", "in>", "age<", "id=", "and", "or", "not", "open", "1MB", "5ms"},
         runFilter},
        {"rules",
         {models::exampleReplyRules().toStdString(),
          R"({"rules": [{"on": {"regex": "^a+b"}, "do": [{"wait": "5ms"}, "close"]}]})"},
         jsonWords,
         runRules},
        {"faults",
         {"latency:50ms,jitter:10ms,direction:out", "corrupt:100,match:\\x00\\,\\\\",
          R"({"seed": 7, "faults": ["reset,message:3", {"fault": "latency", "value": "50ms"}]})"},
         faultWords,
         runFaults},
        {"scenario",
         {R"({"name": "a", "duration": "2s", "seed": 1, "sessions": [{"url": "echo://127.0.0.1:0",)"
          R"( "faults": ["latency:5ms"]}, {"url": "load://127.0.0.1:0", "limits": ["p99<5ms"]}]})"},
         jsonWords,
         runScenario},
        {"escapes",
         {"a\\r\\n\\x00\\\\", "0d 0a ff", "caf\xc3\xa9"},
         {"\\r", "\\n", "\\t", "\\0", "\\x41", "0d", "0a"},
         runEscapes},
        {"limits",
         {"p99<5ms", "errors<1", "rate >= 1000", "max<=0.5"},
         wordsOf(models::measureNames() + QStringList {u"<"_s, u">="_s, u"5ms"_s, u"1000"_s}),
         runLimit},
        {"messages",
         {R"([{"name": "hello", "text": "a\\n", "form": "escapes"}])", "00 ff", "a\\n"},
         {"\"name\"", "\"text\"", "\"form\"", "\"escapes\"", "\"hex\"", "\"plain\""},
         runMessage},
        {"values",
         {"300ms", "0.5", "64k", "1M", "tls:host:443", "unix:/tmp/a", "[::1]:80"},
         {"ms", "s", "m", "h", "KiB", "MiB", "G", "tls:", "unix:", "localhost", "65535"},
         runValues},
    };
    return all;
}
