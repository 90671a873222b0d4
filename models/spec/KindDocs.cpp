// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/KindDocs.h"

#include "models/spec/FaultPlan.h"
#include "models/spec/Limit.h"
#include "models/text/Tr.h"

#include <QtCore/QCoreApplication>

namespace models {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype lineWidth = 100;

// What may be written for it, what 0 means, and what it is when nothing is.
QString valuesOf(const SessionOption &option)
{
    QString text = optionRange(option);
    if (!option.zero.isEmpty())
        text += tr(", 0: %1").arg(option.zero);
    QString value = option.defaultValue;
    if (value.size() > 1 && value.contains(u'\n'))
        value.clear(); // several lines
    if (!value.isEmpty())
        text += tr("; default %1").arg(value.replace(u'\n', "%0A"_L1));
    if (!option.transports.isEmpty())
        text += tr("; over %1").arg(joinedByOr(option.transports));
    return text;
}

// Words in lines, the first after `head`, the others below its end.
QString wrapped(const QString &head, const QString &text)
{
    const QString indent(head.size(), u' ');
    QString result, line = head;
    for (const QString &word : text.split(u' ')) {
        const bool first = line.size() == head.size();
        if (!first && line.size() + word.size() >= lineWidth) {
            result += line + u'\n';
            line = indent;
        } else if (!first) {
            line += u' ';
        }
        line += word;
    }
    return result + line + u'\n';
}

QString roff(QString text)
{
    return text.replace(u'\\', "\\e"_L1).replace(u'-', "\\-"_L1);
}

QString manualOfKind(const SessionKind &kind)
{
    QString text = u".TP\n.B %1\n%2. %3\n.RS\n"_s.arg(
        roff(kind.name), roff(kind.description), tr("Over %1.").arg(joinedByOr(kind.transports)));
    for (const SessionOption &option : kind.options)
        text += u".TP\n.B %1=\n%2 (%3).\n"_s.arg(roff(option.name), roff(option.description),
                                                 roff(valuesOf(option)));
    return text + u".RE\n"_s;
}

// Heads and what stands behind them.
QList<std::pair<QString, QString>> faultDocs()
{
    return {{tr("tcp, tls, unix"), faultGrammar(Traffic::Stream)},
            {tr("udp"), faultGrammar(Traffic::Datagrams)},
            {tr("with each"), faultFields()}};
}

} // namespace

QString helpOfKind(const SessionKind &kind)
{
    QString text = wrapped(u"  "_s + kind.name.leftJustified(10) + u' ',
                           tr("%1 (over %2)").arg(kind.description, joinedByOr(kind.transports)));
    for (const SessionOption &option : kind.options)
        text += wrapped(u"      "_s + (option.name + u'=').leftJustified(13),
                        u"%1 (%2)"_s.arg(option.description, valuesOf(option)));
    return text;
}

QString helpOfFaults()
{
    QString text;
    for (const auto &[head, words] : faultDocs())
        text += wrapped(u"  "_s + head.leftJustified(15) + u' ', words);
    return text;
}

QString helpOfLimits()
{
    QString text;
    for (const MeasureDoc &doc : measureDocs())
        text += wrapped(u"  "_s + doc.names.leftJustified(20) + u' ', doc.meaning);
    return text;
}

QString spoken(const QString &catalogued)
{
    return QCoreApplication::translate("SessionKinds", catalogued.toUtf8().constData());
}

QString manualOfKinds()
{
    QString servers, clients;
    for (const SessionKind &kind : sessionKinds())
        (kind.role == SessionRole::Server ? servers : clients) += manualOfKind(kind);
    QString faults;
    for (const auto &[head, words] : faultDocs())
        faults += u".TP\n.B %1\n%2.\n"_s.arg(roff(head), roff(words));
    QString limits;
    for (const MeasureDoc &doc : measureDocs())
        limits += u".TP\n.B %1\n%2.\n"_s.arg(roff(doc.names), roff(doc.meaning));
    return u".SS Servers\n"_s + servers + u".SS Clients\n"_s + clients
        + u".SS Faults, for fault= of any session\n"_s + faults
        + u".SS Limits, for limit= of a client\n"_s + limits;
}

} // namespace models
