// SPDX-License-Identifier: GPL-3.0-or-later
// What newcomers write and cannot mean is refused with a sentence that says what to write instead
// (loop/Refused.h). The compiler looks at Mistakes.cpp, once as it is and once corrected.
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

struct Mistake {
    int line;
    QByteArray code;
    QByteArray says;
};

QList<Mistake> mistakes()
{
    QFile file(QStringLiteral(LOOPSCOPE_MISTAKES));
    QList<Mistake> found;
    if (!file.open(QIODevice::ReadOnly))
        return found;
    static constexpr QByteArrayView mark = "// says: ";
    int line = 0;
    while (!file.atEnd()) {
        const QByteArray text = file.readLine().trimmed();
        ++line;
        if (const qsizetype at = text.indexOf(mark); at > 0)
            found.append({line, text.first(at).trimmed(), text.sliced(at + mark.size())});
    }
    return found;
}

// What the compiler says of Mistakes.cpp; its exit status is in `status`.
QByteArray compile(const QStringList &options, int &status)
{
    QProcess compiler;
    compiler.setProcessChannelMode(QProcess::MergedChannels);
    compiler.start(QStringLiteral(LOOPSCOPE_COMPILER),
                   QStringList {u"-std=c++20"_s, u"-fsyntax-only"_s, u"-fdiagnostics-color=never"_s,
                                u"-Wall"_s, u"-I"_s, QStringLiteral(LOOPSCOPE_SOURCE_DIR)}
                       + options + QStringList {QStringLiteral(LOOPSCOPE_MISTAKES)});
    status = compiler.waitForFinished(60'000) ? compiler.exitCode() : -1;
    return compiler.readAll();
}

// The words are said where the line is named, and before another line of the file is.
bool saidOf(const QByteArray &output, int line, const QByteArray &words)
{
    static const QRegularExpression place(u"Mistakes\\.cpp:(\\d+):"_s);
    const QString text = QString::fromUtf8(output);
    auto places = place.globalMatch(text);
    while (places.hasNext()) {
        const auto here = places.next();
        const qsizetype end = places.hasNext() ? places.peekNext().capturedStart() : text.size();
        if (here.captured(1).toInt() == line
            && text.sliced(here.capturedEnd(), end - here.capturedEnd())
                   .contains(QString::fromUtf8(words)))
            return true;
    }
    return false;
}

} // namespace

class MistakesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_output = compile({}, m_status);
        QVERIFY(m_status > 0);
    }

    void theCompilersErrorSaysWhatToWriteInstead_data()
    {
        QTest::addColumn<int>("line");
        QTest::addColumn<QByteArray>("says");
        for (const Mistake &mistake : mistakes())
            QTest::addRow("%s", mistake.code.constData()) << mistake.line << mistake.says;
    }

    void theCompilersErrorSaysWhatToWriteInstead()
    {
        QFETCH(int, line);
        QFETCH(QByteArray, says);
        if (!saidOf(m_output, line, says))
            qWarning().noquote() << m_output;
        QVERIFY(saidOf(m_output, line, says));
    }

    void whatItSaysCompiles()
    {
        int status = -1;
        const QByteArray output = compile({u"-DCORRECTED"_s, u"-Werror"_s}, status);
        QVERIFY2(status == 0, output.constData());
    }

private:
    QByteArray m_output;
    int m_status = -1;
};

QTEST_GUILESS_MAIN(MistakesTest)
#include "MistakesTest.moc"
