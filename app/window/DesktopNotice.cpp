// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/DesktopNotice.h"

#include "models/SessionModel.h"
#include "models/text/Tr.h"

#include <QtCore/QVariantMap>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>

#include <algorithm>

namespace app {

using models::SessionRecord;
using models::tr;
using namespace Qt::StringLiterals;

// A session that is started again may fail again.
QString DesktopNotice::newsOf(const SessionRecord &record)
{
    Said &said = said_[record.id.value];
    if (record.state == SessionRecord::Starting)
        said = {};
    const QString name = models::SessionModel::lineOf(record);
    QList<models::Verdict> broken;
    for (const models::Verdict &verdict : record.soFar + record.verdicts) {
        if (!verdict.holds && !verdict.measured.isEmpty()
            && said.limits.insert(verdict.limit).second)
            broken.append(verdict);
    }
    const bool failedNow = record.state == SessionRecord::Failed && !said.failed;
    said.failed = record.state == SessionRecord::Failed;
    if (!broken.isEmpty())
        return tr("%1: limit not met: %2").arg(name, models::unmet(broken));
    // A limit that was missed for lack of anything to measure says nothing of why it failed.
    const bool isOfLimits
        = std::any_of(record.verdicts.begin(), record.verdicts.end(),
                      [](const auto &each) { return !each.holds && !each.measured.isEmpty(); });
    if (failedNow && !isOfLimits)
        return tr("%1 failed: %2").arg(name, record.error);
    return {};
}

void DesktopNotice::show(const QString &sentence)
{
    QDBusMessage call = QDBusMessage::createMethodCall(
        u"org.freedesktop.Notifications"_s, u"/org/freedesktop/Notifications"_s,
        u"org.freedesktop.Notifications"_s, u"Notify"_s);
    constexpr quint32 replacesNone = 0;
    constexpr qint32 usualTime = -1;
    const QVariantMap hints {{u"desktop-entry"_s, u"loopscope"_s}};
    call.setArguments({u"Loopscope"_s, replacesNone, u"loopscope"_s, u"Loopscope"_s,
                       sentence.toHtmlEscaped(), // a body is markup
                       QStringList(), hints, usualTime});
    QDBusConnection::sessionBus().send(call);
}

} // namespace app
