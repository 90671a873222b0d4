// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Certificates for TLS tests, made by openssl in a directory of their own: an authority (ca), and
// each with its .pem and .key: local and other, of that authority for two hosts; address, for
// 127.0.0.1; late, which has expired; self, which vouches for itself.

#include "tests/support/Peers.h"

#include <QtCore/QTemporaryDir>

#include <string>

class Certificates {
public:
    Certificates()
    {
        shell("openssl req -x509 -days 2 " + m_newKey
              + "-keyout ca.key -out ca.pem -subj '/CN=Test authority'");
        issue("local", "DNS:localhost", 2);
        issue("other", "DNS:elsewhere.example", 2);
        issue("address", "IP:127.0.0.1", 2);
        issue("late", "DNS:localhost", -1);
        shell("openssl req -x509 -days 2 " + m_newKey
              + "-keyout self.key -out self.pem -subj /CN=selfish "
                "-addext subjectAltName=DNS:localhost");
    }

    [[nodiscard]] std::string path(const std::string &name) const
    {
        return m_directory.filePath(QString::fromStdString(name)).toStdString();
    }

private:
    void shell(const std::string &command) const
    {
        (void)shellOutput("cd " + m_directory.path().toStdString() + " && (" + command + ") 2>&1");
    }
    void issue(const std::string &name, const std::string &altName, int days) const
    {
        shell("openssl req " + m_newKey + "-keyout " + name + ".key -out " + name
              + ".csr -subj /CN=" + name + " && echo subjectAltName=" + altName
              + " > ext && openssl x509 -req -days " + std::to_string(days) + " -in " + name
              + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile ext -out " + name + ".pem");
    }

    const std::string m_newKey = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes ";
    QTemporaryDir m_directory;
};
