// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/EventFilter.h"

#include "models/Roles.h"
#include "models/Words.h"
#include "models/text/Format.h"
#include "models/text/Payload.h"

#include <algorithm>

namespace models {

namespace {

using namespace Qt::StringLiterals;

enum Key { Event, Session, Connection, Task, Bytes, Merged, Number, Detail, Payload };

class Subject final : public FilterRow {
public:
    Subject(const StoredEvent &event, const QStringList &kinds,
            const std::function<QString()> &session)
        : event_(event)
        , kinds_(kinds)
        , session_(session)
    { }
    bool hasWord(const QString &word) const override
    {
        if (kinds_.value(qsizetype(event_.kind)).contains(word, Qt::CaseInsensitive))
            return true;
        for (const int key : {Event, Session, Connection, Task, Detail}) {
            if (text(key).contains(word, Qt::CaseInsensitive))
                return true;
        }
        return event_.payload.contains(word.toUtf8());
    }
    QString text(int key) const override
    {
        switch (key) {
        case Event:
            return format::text(toString(event_.kind));
        case Session:
            return sessionText();
        case Connection:
            return event_.connection != 0 ? QString::number(event_.connection) : QString();
        case Task:
            return event_.task != 0 ? QString::number(event_.task) : QString();
        case Detail:
            return detailOf(event_);
        case Payload:
            return QString::fromUtf8(event_.payload);
        default:
            return {};
        }
    }
    double number(int key) const override
    {
        switch (key) {
        case Connection:
            return static_cast<double>(event_.connection);
        case Task:
            return static_cast<double>(event_.task);
        case Bytes:
            return static_cast<double>(event_.bytes);
        case Merged:
            return event_.merged;
        case Number:
            return static_cast<double>(event_.number);
        default:
            return 0;
        }
    }

private:
    // As the view shows it, and as exports write it.
    QString sessionText() const
    {
        const QString name = session_();
        if (name.isEmpty())
            return event_.context != 0 ? QString::number(event_.context) : QString();
        return name + u'\n' + shortSessionName(name);
    }

    const StoredEvent &event_;
    const QStringList &kinds_;
    const std::function<QString()> &session_;
};

bool looksAtPayload(const FilterTerm &term)
{
    switch (term.kind) {
    case FilterTerm::And:
    case FilterTerm::Or:
        return looksAtPayload(*term.left) || looksAtPayload(*term.right);
    case FilterTerm::Not:
        return looksAtPayload(*term.left);
    case FilterTerm::Word:
        return true;
    case FilterTerm::Key:
        return term.key.id == Detail || term.key.id == Payload;
    }
    return true;
}

quint64 kindsOf(const FilterTerm &term)
{
    quint64 kinds = 0;
    for (unsigned i = 0; i < static_cast<unsigned>(loop::EventKind::Count); ++i) {
        if (matchesChoice(term, format::text(toString(static_cast<loop::EventKind>(i)))))
            kinds |= quint64 {1} << i;
    }
    return kinds;
}

// Of what must hold for all that is shown.
void narrowBy(const FilterTerm &term, RecordingReader::Narrowing &narrowing)
{
    if (term.kind == FilterTerm::And) {
        narrowBy(*term.left, narrowing);
        narrowBy(*term.right, narrowing);
    }
    if (term.kind != FilterTerm::Key || term.comparison != FilterTerm::Matches)
        return;
    const auto id = static_cast<quint64>(std::max(0.0, term.number));
    if (term.key.id == Connection && narrowing.connection == 0)
        narrowing.connection = id;
    else if (term.key.id == Task && narrowing.task == 0)
        narrowing.task = id;
    else if (term.key.id == Event && narrowing.kinds == 0)
        narrowing.kinds = kindsOf(term);
}

} // namespace

EventFilter::EventFilter(const QString &text)
    : filter_(text, keys())
{
    for (int i = 0; i < static_cast<int>(loop::EventKind::Count); ++i)
        shownKinds_.push_back(wordings::shown(static_cast<loop::EventKind>(i)));
}

int EventFilter::keyOfColumn(int logColumn)
{
    switch (logColumn) {
    case LogColumn::Number:
        return Number;
    case LogColumn::Event:
        return Event;
    case LogColumn::Session:
        return Session;
    case LogColumn::Connection:
        return Connection;
    case LogColumn::Task:
        return Task;
    case LogColumn::Merged:
        return Merged;
    case LogColumn::Detail:
        return Detail;
    default:
        return -1;
    }
}

QList<FilterKey> EventFilter::keys()
{
    QStringList kinds;
    for (int i = 0; i < static_cast<int>(loop::EventKind::Count); ++i)
        kinds.push_back(format::text(toString(static_cast<loop::EventKind>(i))));
    return {{u"event"_s, Event, FilterKey::Choice, kinds},
            {u"session"_s, Session, FilterKey::Text, {}},
            {u"connection"_s, Connection, FilterKey::Number, {}},
            {u"task"_s, Task, FilterKey::Number, {}},
            {u"bytes"_s, Bytes, FilterKey::Bytes, {}},
            {u"merged"_s, Merged, FilterKey::Number, {}},
            {u"number"_s, Number, FilterKey::Number, {}},
            {u"detail"_s, Detail, FilterKey::Text, {}},
            {u"payload"_s, Payload, FilterKey::Text, {}}};
}

bool EventFilter::shows(const StoredEvent &event, const std::function<QString()> &session) const
{
    return filter_.isEmpty() || filter_.matches(Subject(event, shownKinds_, session));
}

void EventFilter::narrow(RecordingReader::Narrowing &narrowing) const
{
    if (!filter_.root())
        return;
    narrowBy(*filter_.root(), narrowing);
    narrowing.payload = narrowing.payload && looksAtPayload(*filter_.root());
}

QString detailOf(const StoredEvent &event)
{
    const QString line = payload::asLine(event.payload);
    return event.detail.isEmpty() || line.isEmpty() ? event.detail + line
                                                    : event.detail + u' ' + line;
}

QString shortSessionName(const QString &name)
{
    const qsizetype space = name.indexOf(u' ');
    const qsizetype colon
        = space < 0 || name.indexOf(u'/', space) == space + 1 ? -1 : name.lastIndexOf(u':');
    return colon < space ? name : name.left(space + 1) + name.mid(colon);
}

} // namespace models
