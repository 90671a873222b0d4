// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ReplayReport.h"

#include "models/text/Format.h"
#include "models/text/Plural.h"

namespace app {

using models::tr;

namespace {

using namespace Qt::StringLiterals;

// "61 'a'", "0a"
QString byteWords(unsigned char byte)
{
    const QString hex = u"%1"_s.arg(byte, 2, 16, QChar(u'0'));
    return byte > 0x20 && byte < 0x7f ? hex + u" '%1'"_s.arg(QLatin1Char(char(byte))) : hex;
}

} // namespace

QString ReplayDifference::words() const
{
    switch (kind) {
    case Other:
        return tr("at byte %1: expected %2, got %3 (event %4 of the recording)")
            .arg(at)
            .arg(byteWords(expected), byteWords(got))
            .arg(event);
    case Missing:
        return tr("from byte %1 on, %2 byte(s) fewer than in the recording", nullptr, bytes)
            .arg(at)
            .arg(bytes);
    case Surplus:
        return tr("from byte %1 on, %2 byte(s) more than in the recording", nullptr, bytes)
            .arg(at)
            .arg(bytes);
    }
    return {};
}

void ReplayReport::begin()
{
    said_ = heard_ = whole_ = differences_ = shown_ = 0;
    first_.reset();
}

void ReplayReport::found(const ReplayDifference &difference)
{
    differences_ += difference.bytes;
    if (!first_)
        first_ = difference;
    if (++shown_ <= MostShown)
        show_(tr("difference %1").arg(difference.words()));
    else if (shown_ == MostShown + 1)
        show_(tr("more differences are counted, not shown"));
}

QString ReplayReport::figures() const
{
    const QString differences = tr("%1 difference(s)", nullptr, differences_)
                                    .arg(models::format::integer(qint64(differences_)));
    return QStringList {
        tr("%1 message(s) sent", nullptr, said_).arg(models::format::integer(qint64(said_))),
        tr("%1 compared").arg(models::format::bytes(double(heard_))),
        first_ ? tr("%1, the first %2").arg(differences, first_->words()) : differences}
        .join(QStringLiteral(", "));
}

std::optional<double> ReplayReport::measured(models::Measure measure) const
{
    if (measure == models::Measure::Messages)
        return double(said_);
    return measure == models::Measure::Differences ? std::optional(double(differences_))
                                                   : std::nullopt;
}

models::Evidence ReplayReport::evidence() const
{
    return whole_ > 0 ? models::Evidence::Something : models::Evidence::Nothing;
}

} // namespace app
