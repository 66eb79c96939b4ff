#include "crypto/tls_identity.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "crypto/encoding.hpp"

namespace crypto::tls {
namespace {

constexpr std::int64_t year_2026 = 1767225600, year_2056 = 2713910400;  // 2056 needs GeneralizedTime

// Runs the openssl command, the independent reader of what we write, and returns its output.
std::string run(const std::string& command) {
    std::string output;
    std::array<char, 4096> buffer;
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen((command + " 2>&1").c_str(), "r"),
                                                     [](FILE* f) { return pclose(f); });
    while (std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe.get()) != nullptr) output += buffer.data();
    return output;
}

class TemporaryFile {
public:
    explicit TemporaryFile(std::string_view content) {
        std::string name = (std::filesystem::temp_directory_path() / "nfp-tls-XXXXXX").string();
        const int descriptor = mkstemp(name.data());
        if (descriptor < 0) throw std::runtime_error("no temporary file");
        close(descriptor);
        path_ = name;
        std::ofstream(path_, std::ios::binary) << content;
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() { std::filesystem::remove(path_); }
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

TEST(tls_identity, certificate_verifies_with_openssl) {
    const Key key = Key::generate();
    for (const std::string name : {"fr.01", "gateway.example.org", "127.0.0.1", "::1"}) {
        const TemporaryFile file(key.certificate_pem(name, year_2026, year_2056));
        EXPECT_NE(run("openssl verify -attime 1800000000 -check_ss_sig -x509_strict -CAfile " + file.path() + " " +
                      file.path())
                      .find(": OK"),
                  std::string::npos)
            << run("openssl verify -attime 1800000000 -check_ss_sig -x509_strict -CAfile " + file.path() + " " +
                   file.path());
        const std::string text = run("openssl x509 -noout -text -in " + file.path());
        for (const std::string wanted :
             {"Version: 3", "ecdsa-with-SHA256", "NIST CURVE: P-256", "CA:FALSE", "Digital Signature",
              "TLS Web Server Authentication, TLS Web Client Authentication", "2056 GMT"}) {
            EXPECT_NE(text.find(wanted), std::string::npos) << wanted << "\n" << text;
        }
        EXPECT_NE(run("openssl x509 -noout -subject -nameopt RFC2253 -in " + file.path()).find("CN=" + name), std::string::npos);
    }
}

TEST(tls_identity, pin_is_what_the_openssl_command_computes) {
    const Key key = Key::generate();
    const std::string pem = key.certificate_pem("fr.01", year_2026, year_2056);
    const TemporaryFile file(pem);
    const std::string printed = run("openssl x509 -noout -pubkey -in " + file.path() +
                                    " | openssl pkey -pubin -outform DER | openssl dgst -sha256 -r");
    EXPECT_EQ(printed.substr(0, 64), hex_encode(key.pin()));
    EXPECT_EQ(pin_of_certificate_pem(pem), key.pin());
}

TEST(tls_identity, pin_stays_when_the_certificate_is_renewed) {
    const Key key = Key::generate();
    const std::string first = key.certificate_pem("fr.01", year_2026, year_2026 + 86400);
    const std::string second = key.certificate_pem("fr.01", year_2026 + 1, year_2056);
    EXPECT_NE(first, second);
    EXPECT_EQ(pin_of_certificate_pem(first), pin_of_certificate_pem(second));
    EXPECT_NE(Key::generate().pin(), key.pin());
}

TEST(tls_identity, key_survives_its_encoding) {
    const Key key = Key::generate();
    EXPECT_EQ(Key(key.pkcs8_der()).pin(), key.pin());
}

TEST(tls_identity, refuses_what_is_no_key_certificate_or_name) {
    const Key key = Key::generate();
    EXPECT_THROW(Key(SecretBytes{}), std::invalid_argument);
    EXPECT_THROW(Key(SecretBytes(32, 0x30)), std::invalid_argument);
    SecretBytes longer = key.pkcs8_der();
    longer.push_back(0);
    EXPECT_THROW(Key{longer}, std::invalid_argument);
    EXPECT_THROW((void)pin_of_certificate_pem("-----BEGIN CERTIFICATE-----\n"), std::invalid_argument);
    for (const std::string name : {"", "a,b", "a b", "DNS:x\n", "a=b"})
        EXPECT_THROW((void)key.certificate_pem(name, 0, 1), std::invalid_argument);
    EXPECT_THROW((void)key.certificate_pem("a", year_2056, year_2026), std::invalid_argument);
}

TEST(tls_identity, takes_names_longer_than_a_common_name) {
    const std::string host = std::string(60, 'a') + "." + std::string(60, 'b') + ".example";
    const TemporaryFile file(Key::generate().certificate_pem(host, year_2026, year_2056));
    EXPECT_NE(run("openssl x509 -noout -ext subjectAltName -in " + file.path()).find("DNS:" + host), std::string::npos);
}

using ContextPtr = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using SslPtr = std::unique_ptr<SSL, decltype(&SSL_free)>;

ContextPtr policy_context() {
    ContextPtr context(SSL_CTX_new(TLS_method()), SSL_CTX_free);
    apply_policy(context.get());
    return context;
}

// A handshake between two ends in memory; true when both finished.
bool handshake(SSL* client, SSL* server) {
    BIO *client_bio = nullptr, *server_bio = nullptr;
    BIO_new_bio_pair(&client_bio, 0, &server_bio, 0);
    SSL_set_bio(client, client_bio, client_bio);
    SSL_set_bio(server, server_bio, server_bio);
    SSL_set_connect_state(client);
    SSL_set_accept_state(server);
    for (int round = 0; round < 10; ++round) {
        const bool client_done = SSL_do_handshake(client) == 1, server_done = SSL_do_handshake(server) == 1;
        if (client_done && server_done) return true;
    }
    return false;
}

TEST(tls_policy, two_ends_agree_on_tls_1_3_without_tickets) {
    const Key server_key = Key::generate(), client_key = Key::generate();
    const ContextPtr server_context = policy_context(), client_context = policy_context();
    use_identity(server_context.get(), server_key.certificate_pem("gateway.example", year_2026, year_2056), server_key);
    use_identity(client_context.get(), client_key.certificate_pem("fr.01", year_2026, year_2056), client_key);
    SSL_CTX_set_verify(server_context.get(), SSL_VERIFY_PEER, [](int, X509_STORE_CTX*) { return 1; });
    const SslPtr client(SSL_new(client_context.get()), SSL_free), server(SSL_new(server_context.get()), SSL_free);
    ASSERT_TRUE(handshake(client.get(), server.get()));
    EXPECT_EQ(SSL_version(client.get()), TLS1_3_VERSION);
    EXPECT_EQ(pin_of_certificate(SSL_get0_peer_certificate(client.get())), server_key.pin());
    EXPECT_EQ(pin_of_certificate(SSL_get0_peer_certificate(server.get())), client_key.pin());
    char byte = 0;
    EXPECT_EQ(SSL_read(client.get(), &byte, 1), -1);  // would process a ticket, were there one
    EXPECT_EQ(SSL_SESSION_has_ticket(SSL_get0_session(client.get())), 0);
    EXPECT_EQ(SSL_CTX_get_max_early_data(server_context.get()), 0u);
}

TEST(tls_policy, refuses_tls_1_2) {
    const Key key = Key::generate();
    const ContextPtr server_context = policy_context();
    use_identity(server_context.get(), key.certificate_pem("gateway.example", year_2026, year_2056), key);
    const ContextPtr old(SSL_CTX_new(TLS_method()), SSL_CTX_free);
    SSL_CTX_set_max_proto_version(old.get(), TLS1_2_VERSION);
    const SslPtr client(SSL_new(old.get()), SSL_free), server(SSL_new(server_context.get()), SSL_free);
    EXPECT_FALSE(handshake(client.get(), server.get()));
}

TEST(tls_policy, refuses_a_key_of_another_certificate) {
    const ContextPtr context = policy_context();
    const std::string pem = Key::generate().certificate_pem("fr.01", year_2026, year_2056);
    EXPECT_THROW(use_identity(context.get(), pem, Key::generate()), std::runtime_error);
    EXPECT_THROW(use_identity(context.get(), "", Key::generate()), std::runtime_error);
}

// A certificate with a common name that no honest one has.
CertificateNames names_with(const std::string& common_name) {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
    for (X509_NAME* name : {X509_get_subject_name(certificate.get()), X509_get_issuer_name(certificate.get())})
        X509_NAME_add_entry_by_txt(name, "O", V_ASN1_UTF8STRING, reinterpret_cast<const unsigned char*>(common_name.data()),
                                   static_cast<int>(common_name.size()), -1, 0);
    return names_of_certificate(certificate.get());
}

TEST(certificate_names, are_printable_and_bounded_whatever_they_hold) {
    EXPECT_EQ(names_with("Ministry Firewall").issuer, "O=Ministry Firewall");
    const auto hostile = names_with("a\x1b[31m\n\xc3\xa9,b");
    EXPECT_EQ(hostile.subject, "O=a\\1B[31m\\0A\\C3\\A9\\,b");
    for (const auto& text : {hostile.subject, hostile.issuer, names_with(std::string(5'000, '\x07')).subject}) {
        EXPECT_LE(text.size(), 200u);
        EXPECT_TRUE(std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; })) << text;
    }
    EXPECT_TRUE(names_with(std::string(5'000, 'x')).subject.ends_with("x..."));
}

}  // namespace
}  // namespace crypto::tls
