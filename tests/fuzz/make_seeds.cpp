// Writes the seeds of the fuzz targets: real encodings of everything, by the encoders of the product.
// usage: make-seeds FOLDER        (fills FOLDER/NAME for each target; what is there already is kept)
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "clients/core/access/access_file.hpp"
#include "clients/core/home/home_file.hpp"
#include "crypto/age/armor.hpp"
#include "crypto/age/seal.hpp"
#include "crypto/checkpoint.hpp"
#include "crypto/random.hpp"
#include "crypto/recovery/split.hpp"
#include "gateway/config.hpp"
#include "protocol/bundle/bundle.hpp"
#include "protocol/content/information_text.hpp"
#include "protocol/content/request_text.hpp"
#include "protocol/content/response_text.hpp"
#include "protocol/problem.hpp"
#include "protocol/register_chain.hpp"
#include "protocol/stream_wire.hpp"
#include "protocol/wire.hpp"
#include "tests/support/test_network.hpp"

namespace {

namespace fs = std::filesystem;
using namespace protocol;
constexpr std::int64_t now = 1'790'000'000;

class Seeds {
public:
    explicit Seeds(fs::path folder) : folder_(std::move(folder)) {}
    void add(const std::string& target, crypto::ByteView bytes) {
        fs::create_directories(folder_ / target);
        std::ofstream out(folder_ / target / ("seed-" + std::to_string(++count_)), std::ios::binary);
        out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }
    void add(const std::string& target, std::string_view text) { add(target, crypto::as_bytes(text)); }
    unsigned count() const { return count_; }

private:
    fs::path folder_;
    unsigned count_ = 0;
};

std::string read_file(const fs::path& path) {
    std::ostringstream out;
    out << std::ifstream(path, std::ios::binary).rdbuf();
    return std::move(out).str();
}

void add_age(Seeds& seeds) {
    using namespace crypto::age;
    constexpr std::array<std::uint8_t, 32> seed{7};  // as age_fuzz.cpp has it
    const HybridIdentity hybrid{HybridSeed(std::span<const std::uint8_t, 32>(seed))};
    const X25519Identity classic{X25519Scalar(std::span<const std::uint8_t, 32>(seed))};
    for (const std::size_t size : {std::size_t{0}, std::size_t{20}, std::size_t{65'536}, std::size_t{65'540}}) {
        const crypto::Bytes plain(size, 'a');
        seeds.add("age", *seal(std::vector<Recipient>{classic.recipient()}, plain));
        crypto::Bytes armored;
        ArmorWriter writer([&](crypto::ByteView text) { crypto::append(armored, text); });
        writer.write(plain);
        writer.finish();
        if (size < 100) seeds.add("armor", armored);
        if (size < 100) seeds.add("age", *seal(std::vector<Recipient>{hybrid.recipient(), hybrid.recipient()}, plain));
    }
    seeds.add("age_keys", hybrid.recipient().text());
    seeds.add("age_keys", classic.recipient().text());
    seeds.add("age_keys", crypto::as_text(hybrid.text()));
    seeds.add("age_keys", crypto::as_text(classic.text()));
}

void add_recovery(Seeds& seeds) {
    using namespace crypto::recovery;
    const auto secret = crypto::random_secret<RecoverySecret>();
    const auto add = [&](const Words& words) {
        std::string text;
        for (std::size_t i = 0; i < words.size(); ++i) text.append(words[i]).append("\n");
        seeds.add("recovery", text);
        seeds.add("recovery", crypto::as_text(words.compact()));
    };
    add(words_of(secret));
    for (const Share& share : split(secret, Threshold::of(2, 3).value())) add(words_of(share));
}

void add_entry(Seeds& seeds, const Entry& entry) {
    seeds.add("header", entry.header_line);
    if (!entry.header.claim.is_null() || entry.header.refs.empty()) seeds.add("judge", entry.header_line);
    seeds.add("entry", entry_bytes(entry));
    seeds.add("entry", entry_bytes(entry, Delivered::header_only));
}

// What changes who may do what; ids of zeros stand for the current one, as judge_fuzz.cpp has it.
void add_authority(Seeds& seeds, test::Network& network) {
    const auto& officer = network.officer();
    const auto& fr = network.person("fr.01");
    const auto sheet = test::make_person("fr.01");
    const auto line = device_line(network.state().network(), sheet.handle, sheet.keys());
    const Member state = fr.handle.member();
    const std::vector<Claim> by_fr{
        DeviceClaim{.keys = sheet.keys(), .proof = sheet.key.sign(crypto::Context::device, crypto::as_bytes(line))},
        RevocationClaim{.handle = fr.handle, .device = fr.device(), .keep = {}, .reason = RevocationReason::lost},
        ComplaintClaim{.entry = network.state().find_circle(Circle::of(state))->epochs.at(1).rotation},
        RecoveryClaim{.member = state,
                      .action = RecoveryMake{.keys = {.sign = sheet.key.verify_key(), .age = sheet.age.recipient()},
                                             .holders = {fr.handle},
                                             .replaces = {}}},
        RecoveryClaim{.member = state, .action = RecoveryUse{.recovery = {}, .keys = sheet.keys(), .proof = {}}},
        RecoveryClaim{.member = state, .action = RecoveryEnd{}},
        RetentionClaim{.circle = Circle::of(state), .years = 1, .replaces = {}}};
    const std::vector<Claim> by_officer{
        RevocationClaim{.handle = fr.handle, .device = {}, .keep = {}, .reason = RevocationReason::left}, ConsentClaim{},
        HandoverClaim{.closes = {officer.handle}, .opens = {*Handle::parse("dmr.02")}},
        GatewayClaim{.pins = {{}}, .replaces = {}},
        CircleClaim{.circle = *Circle::parse("group:return"), .action = CircleClaim::Action::admit, .history = true,
                    .person = fr.handle, .until = now + 1}};
    for (const Claim& claim : by_fr) add_entry(seeds, network.governing(fr, claim));
    for (const Claim& claim : by_officer) add_entry(seeds, network.governing(officer, claim));
}

void add_register(Seeds& seeds, const std::vector<Entry>& entries, const crypto::SigningKey& key,
                  const crypto::note::Verifier& log) {
    RegisterHead head;
    const NetworkId network = entries.front().id;
    wire::Page page{.checkpoint = {}, .next = entries.size(), .more = false, .deliveries = {}};
    for (std::uint64_t index = 0; index < entries.size(); ++index) {
        const Leaf leaf{.id = entries[index].id,
                        .time = now,
                        .number = index % 2 ? std::optional(head.next_number(now)) : std::nullopt,
                        .links = {{Circle::network(), link_of(Circle::network(), std::nullopt)}}};
        head.append(leaf, true, network);
        seeds.add("register", leaf_line(leaf));
        page.deliveries.push_back({.index = index, .leaf = leaf_line(leaf), .proof = {leaf_hash(leaf_line(leaf))},
                                   .delivered = Delivered::header_only,
                                   .entry = entry_bytes(entries[index], Delivered::header_only)});
    }
    const auto text = head.checkpoint_text(log.name(), network, now);
    const auto note = crypto::note::sign(text, log.name(), key);
    const auto proof = crypto::tlog_proof_text({.index = 1, .hashes = {network, network}, .checkpoint_note = note});
    page.checkpoint = note;
    for (const auto& seed : {log.text(), text, note, proof}) seeds.add("note", seed);
    seeds.add("page", wire::encode_page(page));
    seeds.add("bundle", wire::encode_bundle(wire::ReturningBundle{
                            .network = network, .person = *Handle::parse("fr.01"), .from = 0,
                            .answers = {{.sequence = 7, .repeated = false,
                                         .result = std::vector<wire::ReceiptText>{{.leaf = "l", .proof = proof}}},
                                        {.sequence = 8, .repeated = false,
                                         .result = std::unexpected(Problem{.status = 409, .name = "stale-epoch", .title = "t",
                                                                           .entry = {}})}},
                            .pages = {page, {.checkpoint = note, .next = entries.size(), .more = false, .deliveries = {}}}}));
    seeds.add("register", wire::encode_receipts({{.leaf = page.deliveries.front().leaf, .proof = proof}}));
    seeds.add("register", problem_json({.status = 409, .name = "stale-epoch", .title = "sealed to an old epoch", .entry = 1}));
}

void add_network(Seeds& seeds) {
    const auto key = crypto::SigningKey::generate();
    const crypto::note::Verifier log("nfp.example/nfp/0123456789abcdef", key.verify_key());
    test::Network network(log, {}, {"fr", "de"}, now);
    const auto founding = network.founding();
    network.accept(founding);
    const auto admission = network.admission("fr.01");
    network.accept(admission);
    auto& fr = network.person("fr.01");

    std::vector<Entry> all = founding;
    all.insert(all.end(), admission.begin(), admission.end());
    const auto request = network.request(fr);
    all.push_back(request);
    all.push_back(network.written(fr, "response", {"network"}, {request.id}));
    all.push_back(network.governing(network.officer(), CircleClaim{.circle = *Circle::parse("group:return")}));
    all.push_back(network.governing(network.officer(),
                                    SettingsClaim{.values = {{"questions", 20}}, .founding_closed = true, .replaces = {}}));
    all.push_back(network.governing(
        network.officer(), MemberClaim{.member = *Member::parse("gr"), .status = MemberClaim::Status::admitted, .replaces = {}}));
    for (const auto& entry : all) add_entry(seeds, entry);
    add_authority(seeds, network);
    seeds.add("batch", wire::encode_batch({entry_bytes(all[0]), entry_bytes(request)}));
    seeds.add("batch", wire::encode_batch({crypto::to_bytes("a"), crypto::to_bytes("bc")}));
    seeds.add("stream",
              wire::encode_submission({.sequence = 7, .type = wire::SubmissionType::entry, .bytes = entry_bytes(request)}));
    seeds.add("stream",
              wire::encode_answer(
                  {.sequence = 7, .repeated = true, .result = std::vector<wire::ReceiptText>{{.leaf = "l", .proof = "p"}}}));
    seeds.add("stream", wire::encode_answer({.sequence = 8,
                                             .repeated = false,
                                             .result = std::unexpected(
                                                 Problem{.status = 409, .name = "stale-epoch", .title = "t", .entry = {}})}));
    add_register(seeds, all, key, log);

    const auto invitation = network.invitation(network.officer(), "de.01", "nfp.example:7443");
    const auto& person = network.person("de.01");
    const auto enrolment = network.enrolment(invitation, person);
    seeds.add("joining", invitation.signed_part);
    seeds.add("joining", invitation_file(invitation.signed_part, invitation.secret));
    seeds.add("joining", enrolment_json(enrolment));
    seeds.add("joining", enrolment_call_json(enrolment, token_of(invitation.secret)));
    auto own = network.invitation(network.officer(), "dmr.01", "nfp.example:7443");
    own.invitation.purpose = Purpose::device;
    own.invitation.founds_epoch = 0;
    own.signed_part = sign_invitation(own.invitation, network.officer().key);
    seeds.add("joining", enrolment_json(make_device_enrolment(own, network.officer().keys(), network.officer().key)));
    seeds.add("joining", recovery_call_json(entry_bytes(all[0])));
    seeds.add("bundle", wire::encode_bundle(wire::OutgoingBundle{
                            .network = founding[0].header_hash, .person = *Handle::parse("de.01"), .from = 0, .checkpoint = {},
                            .enrolment = enrolment_call_json(enrolment, token_of(invitation.secret)), .submissions = {}}));
    seeds.add("bundle", wire::encode_bundle(wire::OutgoingBundle{
                            .network = founding[0].header_hash, .person = *Handle::parse("fr.01"), .from = 7,
                            .checkpoint = "a note\n", .enrolment = {},
                            .submissions = {{.sequence = wire::carriage_number(request.id), .type = wire::SubmissionType::entry,
                                             .bytes = entry_bytes(request)},
                                            {.sequence = 1, .type = wire::SubmissionType::batch,
                                             .bytes = wire::encode_batch({crypto::to_bytes("a")})}}}));
    seeds.add("joining", founding_call_json(token_of(invitation.secret), {entry_bytes(founding[0])}));
}

void add_texts(Seeds& seeds) {
    using namespace content;
    const fs::path examples = fs::path(NFP_SOURCE_DIR) / "config" / "examples";
    const auto asked = read_file(examples / "request-alternatives-to-detention.en.md");
    const auto request = parse_request_text(asked, RequestRules{}).value().request;
    seeds.add("text", asked);
    seeds.add("text",
              "Title: t\nLanguage: en\nTo: fr, de\nDeadline: 2030-01-01\n\n## Questions\n1. a [yes/no]\n2. b [choix : A | B]\n");
    seeds.add("text",
              "Language: en\nDissemination: requester\n\n## Answers\n1. yes -- so\n2. 12\n3. words\n4. A\n5. 2026-01-02\n");
    seeds.add("text", "Titre : t\nLangue : fr\nPour : dmr\nProposition : diffuser\n\n## Texte\n\u00c9t\u00e9 : a\n\n- b\n");
    for (const char* name : {"fr.fr.md", "be.fr.md", "de.en.md"}) {
        const auto text = read_file(examples / "responses" / name);
        seeds.add("text", text);
        seeds.add("body", to_json(parse_response_text(text, request).value().response).dump());
    }
    seeds.add("body", to_json(request).dump());
    seeds.add("body",
              to_json(Information{.title = "t", .language = Language::en, .text = "x", .propose_dissemination = true}).dump());
    seeds.add("body", R"({"bind":"00","content":{"a":[1,2.5,"\ud83d\ude00",{"b":null}]}})"
                      "\n   ");
    for (const char* word : {"-12.5", "2026-02-28", "NFP/2026/014", "group:return", "fr.01", "fr, de, it", "network",
                             "a\x1b[31mb\xe2\x80\xae\xc2\x9b\xff\tc\n"})
        seeds.add("visible", std::string_view(word));
}

void add_files(Seeds& seeds) {
    seeds.add("gateway", gateway::default_config("127.0.0.1:7443"));
    seeds.add("gateway", "GET /v1/health HTTP/1.1\r\nHost: a\r\n\r\n");
    seeds.add("gateway", "POST /v1/entries HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    seeds.add("gateway", "POST /v1/entries HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc");
    seeds.add("files", clients::access::access_file_text(default_access_list(*Member::parse("fr")), clients::Language::fr));
    seeds.add("files", "# a comment\nage1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj\nAGE-SECRET-KEY-1\n");
    seeds.add("gateway", "GET /v1/stream HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
                         "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    const auto passphrase = crypto::to_secret("a passphrase");
    const auto root = crypto::random_secret<clients::VaultRoot>();
    seeds.add("home", clients::home_file_text(clients::seal_root(root, passphrase, clients::home_cost_min)));
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fputs("usage: make-seeds FOLDER\n", stderr);
        return 2;
    }
    crypto::initialise();
    Seeds seeds(arguments[1]);
    add_age(seeds);
    add_recovery(seeds);
    add_network(seeds);
    add_texts(seeds);
    add_files(seeds);
    std::printf("%u seeds\n", seeds.count());
}
