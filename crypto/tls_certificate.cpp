#include <ctime>
#include <string>

#include "crypto/random.hpp"
#include "crypto/tls_openssl.hpp"

namespace crypto::tls {
namespace {

constexpr std::size_t common_name_max = 64;  // X.520 ub-common-name: longer ones are cut, the name identifies nothing
constexpr std::size_t given_name_max = 253;  // a host name's limit (RFC 1035, 2.3.4, as text)

bool is_host_or_handle(std::string_view name) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
               c == ':';
    };
    return !name.empty() && name.size() <= given_name_max && std::ranges::all_of(name, allowed);
}

void set_serial(X509* certificate) {
    // RFC 5280, 4.1.2.2: positive, at most 20 bytes. 128 random bits; the clear top bit keeps it positive.
    auto raw = random_array<16>();
    raw[0] = static_cast<std::uint8_t>((raw[0] & 0x7f) | 0x40);
    std::unique_ptr<BIGNUM, Release<BN_free>> number(BN_bin2bn(raw.data(), static_cast<int>(raw.size()), nullptr));
    require(number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr,
            "OpenSSL sets no serial number");
}

void set_validity(X509* certificate, std::int64_t not_before, std::int64_t not_after) {
    const Asn1TimePtr from(ASN1_TIME_set(nullptr, static_cast<std::time_t>(not_before)));
    const Asn1TimePtr to(ASN1_TIME_set(nullptr, static_cast<std::time_t>(not_after)));
    if (!from || !to || not_after <= not_before) {
        ERR_clear_error();
        throw std::invalid_argument("a certificate cannot be valid for this time");
    }
    require(X509_set1_notBefore(certificate, from.get()) == 1 && X509_set1_notAfter(certificate, to.get()) == 1,
            "OpenSSL sets no validity");
}

void set_names(X509* certificate, const std::string& common_name) {
    const std::string cut = common_name.substr(0, common_name_max);
    X509_NAME* name = X509_get_subject_name(certificate);
    require(X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_ASC,
                                       reinterpret_cast<const unsigned char*>(cut.data()), static_cast<int>(cut.size()),
                                       -1, 0) == 1 &&
                X509_set_issuer_name(certificate, name) == 1,
            "OpenSSL sets no name");
}

void add_extension(X509* certificate, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "OpenSSL adds no extension");
}

bool is_ip_address(const std::string& text) {
    const std::unique_ptr<ASN1_OCTET_STRING, Release<ASN1_OCTET_STRING_free>> address(a2i_IPADDRESS(text.c_str()));
    ERR_clear_error();
    return address != nullptr;
}

std::string pem_of(X509* certificate) {
    const BioPtr out(BIO_new(BIO_s_mem()));
    require(out && PEM_write_bio_X509(out.get(), certificate) == 1, "OpenSSL writes no certificate");
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace

std::string Key::certificate_pem(const std::string& common_name, std::int64_t not_before,
                                 std::int64_t not_after) const {
    if (!is_host_or_handle(common_name)) throw std::invalid_argument("not a host name or handle: " + common_name);
    const PkeyPtr key = load(*this);
    const X509Ptr certificate(X509_new());
    require(certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
                X509_set_pubkey(certificate.get(), key.get()) == 1,
            "OpenSSL makes no certificate");
    set_serial(certificate.get());
    set_validity(certificate.get(), not_before, not_after);
    set_names(certificate.get(), common_name);
    add_extension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
    add_extension(certificate.get(), NID_key_usage, "critical,digitalSignature");
    add_extension(certificate.get(), NID_ext_key_usage, "serverAuth,clientAuth");
    // For ordinary tools that look at names (curl with --cacert); ours look at the key. is_host_or_handle keeps out every
    // character with a meaning in OpenSSL's configuration syntax.
    add_extension(certificate.get(), NID_subject_alt_name, (is_ip_address(common_name) ? "IP:" : "DNS:") + common_name);
    add_extension(certificate.get(), NID_subject_key_identifier, "hash");
    require(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0, "OpenSSL does not sign the certificate");
    return pem_of(certificate.get());
}

}  // namespace crypto::tls
