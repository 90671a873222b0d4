// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/CellFilter.h"

#include "models/FilterTokens.h"
#include "models/Roles.h"

#include <QtCore/QAbstractItemModel>

#include <algorithm>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

struct Stretch {
    int position = 0, length = 0; // in the filter
};

// The log asks for what its columns are called, tables for what their filter calls them.
const models::FilterKey *keyOf(const QModelIndex &cell, const QList<models::FilterKey> &keys)
{
    using Type = models::FilterKey::Type;
    const int key = cell.data(models::FilterKeyRole).toInt();
    const auto found = std::find_if(keys.begin(), keys.end(), [key](const models::FilterKey &each) {
        return each.id == key
            && (each.type == Type::Text || each.type == Type::Choice || each.type == Type::Number);
    });
    return found == keys.end() || !cell.data(models::FilterKeyRole).isValid() ? nullptr : &*found;
}

QString quoted(QString value)
{
    static const QString plain = QStringLiteral(".:-_/#@");
    const bool simple = std::all_of(value.begin(), value.end(), [](QChar c) {
        return c.isLetterOrNumber() || plain.contains(c);
    });
    return simple ? value : u'"' + value.remove(u'"') + u'"';
}

// Of a filter that is one list of conditions, the places that contradict what is asked now or say
// the same: that value, wanted or not; and any other value of that key where one is wanted, for a
// row has one alone, and the one that was picked matched what was there. With the words before
// them: "not", and the "and" on one side.
QList<Stretch> outdated(const QString &filter, const QString &by, bool exclude)
{
    using Token = models::FilterToken;
    const std::vector<Token> tokens = models::tokenize(filter);
    const Token wanted = models::tokenize(by).front();
    QList<Stretch> places;
    int depth = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const Token &token = tokens[i];
        depth += token.kind == Token::Open ? 1 : token.kind == Token::Close ? -1 : 0;
        const bool about = depth == 0 && token.kind == Token::Key
            && token.comparison == models::FilterTerm::Matches
            && token.key.compare(wanted.key, Qt::CaseInsensitive) == 0;
        if (!about)
            continue;
        std::size_t first = i;
        while (first > 0 && tokens[first - 1].kind == Token::Not)
            --first;
        const bool excluded = (i - first) % 2 != 0;
        const bool same = token.text.compare(wanted.text, Qt::CaseInsensitive) == 0;
        if (!same && (exclude || excluded))
            continue;
        int end = token.position + token.length;
        if (first > 0 && tokens[first - 1].kind == Token::And)
            --first;
        else if (tokens[i + 1].kind == Token::And)
            end = tokens[i + 1].position + tokens[i + 1].length;
        while (end < filter.size() && filter.at(end).isSpace())
            ++end;
        places.append({tokens[first].position, end - tokens[first].position});
    }
    return places;
}

bool hasAlternatives(const QString &filter)
{
    int depth = 0;
    for (const models::FilterToken &token : models::tokenize(filter)) {
        using Token = models::FilterToken;
        depth += token.kind == Token::Open ? 1 : token.kind == Token::Close ? -1 : 0;
        if (token.kind == Token::Or && depth == 0)
            return true;
    }
    return false;
}

} // namespace

QString filterOf(const QModelIndex &cell, const QList<models::FilterKey> &keys)
{
    if (!cell.isValid())
        return {};
    const models::FilterKey *key = keyOf(cell, keys);
    if (!key)
        return {};
    const QString word = cell.data(models::WordRole).toString();
    const QString value = key->type == models::FilterKey::Number
        ? cell.data(models::SortRole).toString()
        : key->type == models::FilterKey::Choice || !word.isEmpty() ? word
                                                                    : cell.data().toString();
    return value.isEmpty() ? QString() : key->name + u':' + quoted(value);
}

QString narrowed(const QString &filter, const QString &by, bool exclude)
{
    QString more = exclude ? QStringLiteral("not ") + by : by;
    if (filter.trimmed().isEmpty())
        return more;
    if (hasAlternatives(filter))
        return u'(' + filter + u") "_s + more;
    QString rest = filter;
    const QList<Stretch> places = outdated(filter, by, exclude);
    for (auto place = places.crbegin(); place != places.crend(); ++place)
        rest.remove(place->position, place->length);
    rest = rest.trimmed();
    return rest.isEmpty() ? more : rest + u' ' + more;
}

} // namespace ui
