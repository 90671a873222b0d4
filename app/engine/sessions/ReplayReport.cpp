// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ReplayReport.h"

#include "models/text/Format.h"
#include "models/text/Tr.h"

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
        return tr("from byte %1 on, %2 bytes of the recording are missing").arg(at).arg(bytes);
    case Surplus:
        return tr("from byte %1 on, %2 bytes are not in the recording").arg(at).arg(bytes);
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
    QString text
        = tr("%1 messages sent, %2 compared, %3 differences")
              .arg(models::format::integer(qint64(said_)), models::format::bytes(double(heard_)),
                   models::format::integer(qint64(differences_)));
    if (first_)
        text += tr(", the first %1").arg(first_->words());
    return text;
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
