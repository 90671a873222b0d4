// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/JUnit.h"

#include <QtCore/QXmlStreamWriter>

#include <algorithm>

namespace models {

using namespace Qt::StringLiterals;

namespace {

struct Case {
    QString session;
    QString name;
    QString failure; // "" for none
    QString figures;
};

QList<Case> casesOf(const QList<SessionRecord> &sessions)
{
    QList<Case> cases;
    for (const SessionRecord &record : sessions) {
        for (const Verdict &verdict : record.verdicts)
            cases.append({record.url.toString(), verdict.limit,
                          verdict.holds ? QString() : sentenceOf(verdict), record.plainFigures});
        const bool failed = record.state == SessionRecord::Failed;
        if (record.verdicts.isEmpty() || (failed && allHold(record.verdicts)))
            cases.append({record.url.toString(), u"runs"_s, failed ? record.error : QString(),
                          record.plainFigures});
    }
    return cases;
}

void writeCase(QXmlStreamWriter &xml, const Case &each, const QString &seconds)
{
    xml.writeStartElement(u"testcase"_s);
    xml.writeAttribute(u"classname"_s, each.session);
    xml.writeAttribute(u"name"_s, each.name);
    xml.writeAttribute(u"time"_s, seconds);
    if (!each.failure.isEmpty()) {
        xml.writeStartElement(u"failure"_s);
        xml.writeAttribute(u"message"_s, each.failure);
        xml.writeEndElement();
    }
    if (!each.figures.isEmpty())
        xml.writeTextElement(u"system-out"_s, each.figures);
    xml.writeEndElement();
}

} // namespace

QByteArray junitXml(const QString &name, const QList<SessionRecord> &sessions,
                    std::chrono::nanoseconds time)
{
    const QList<Case> cases = casesOf(sessions);
    const auto failures = std::count_if(cases.begin(), cases.end(),
                                        [](const Case &each) { return !each.failure.isEmpty(); });
    const QString seconds = QString::number(std::chrono::duration<double>(time).count(), 'f', 3);
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.setAutoFormatting(true);
    xml.writeStartDocument();
    xml.writeStartElement(u"testsuites"_s);
    xml.writeStartElement(u"testsuite"_s);
    xml.writeAttribute(u"name"_s, name);
    xml.writeAttribute(u"tests"_s, QString::number(cases.size()));
    xml.writeAttribute(u"failures"_s, QString::number(failures));
    xml.writeAttribute(u"errors"_s, u"0"_s);
    xml.writeAttribute(u"time"_s, seconds);
    for (const Case &each : cases)
        writeCase(xml, each, seconds);
    xml.writeEndDocument();
    return bytes;
}

} // namespace models
