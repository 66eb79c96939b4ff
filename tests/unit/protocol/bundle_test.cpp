#include "protocol/bundle/bundle.hpp"

#include <gtest/gtest.h>

#include "protocol/limits.hpp"
#include "tests/support/test_network.hpp"

namespace protocol::wire {
namespace {

const Handle person = *Handle::parse("fr.01");
const NetworkId network = crypto::sha256("a network");

OutgoingBundle outgoing() {
    return {.network = network, .person = person, .from = 7, .checkpoint = "a note\n", .enrolment = {},
            .submissions = {{.sequence = 3, .type = SubmissionType::entry, .bytes = crypto::to_bytes("an entry")},
                            {.sequence = 4, .type = SubmissionType::batch,
                             .bytes = encode_batch({crypto::to_bytes("a"), crypto::to_bytes("b")})}}};
}
ReturningBundle returning() {
    const Delivery delivery{
        .index = 8, .leaf = "{}", .proof = {network}, .delivered = Delivered::whole, .entry = crypto::to_bytes("an entry")};
    return {.network = network, .person = person, .from = 7,
            .answers = {{.sequence = 3, .repeated = true, .result = std::vector<ReceiptText>{{.leaf = "l", .proof = "p\n"}}},
                        {.sequence = 4, .repeated = false,
                         .result = std::unexpected(Problem{.status = 409, .name = "stale-epoch", .title = "Title.",
                                                           .entry = 1})}},
            .pages = {{.checkpoint = "a note\n", .next = 9, .more = true, .deliveries = {delivery}},
                      {.checkpoint = "another\n", .next = 12, .more = false, .deliveries = {}}}};
}
std::string text_of(const Bundle& bundle) { return crypto::to_text(encode_bundle(bundle)); }
std::expected<Bundle, std::error_code> parse(std::string_view text) { return parse_bundle(crypto::as_bytes(text)); }

TEST(bundle, begins_with_a_line_that_says_what_it_is_and_for_whom) {
    const auto text = text_of(outgoing());
    EXPECT_EQ(text.substr(0, text.find('\n')),
              "{\"bundle\":\"out\",\"checkpoint\":\"YSBub3RlCg==\",\"enrolments\":0,\"from\":7,\"network\":\"" +
                  id_text(network) + "\",\"person\":\"fr.01\",\"submissions\":2,\"v\":1}");
    EXPECT_NE(text.find("\n36\n{\"submit\":3,\"type\":\"entry\"}\nan entry"), std::string::npos) << text;
}

TEST(bundle, comes_back_as_it_was_written) {
    for (const Bundle& sent : {Bundle(outgoing()), Bundle(returning())}) {
        const auto got = parse_bundle(encode_bundle(sent));
        ASSERT_TRUE(got);
        EXPECT_EQ(got->index(), sent.index());
        EXPECT_EQ(encode_bundle(*got), encode_bundle(sent));
    }
    const auto back = std::get<ReturningBundle>(*parse(text_of(returning())));
    EXPECT_EQ(back.from, 7U);
    EXPECT_TRUE(back.answers.front().repeated);
    EXPECT_EQ(back.answers.back().result.error().name, "stale-epoch");
    EXPECT_EQ(back.pages.front().deliveries.front().index, 8U);
    EXPECT_EQ(back.pages.back().next, 12U);
    const auto out = std::get<OutgoingBundle>(*parse(text_of(outgoing())));
    EXPECT_EQ(out.checkpoint, "a note\n");
    EXPECT_EQ(out.submissions.back().type, SubmissionType::batch);
}

TEST(bundle, cut_at_any_byte_is_refused) {
    for (const Bundle& whole : {Bundle(outgoing()), Bundle(returning())}) {
        const auto bytes = encode_bundle(whole);
        for (std::size_t size = 0; size < bytes.size(); ++size)
            EXPECT_EQ(parse_bundle(crypto::ByteView(bytes).first(size)).error(), make_error_code(errc::malformed_entry)) << size;
    }
}

TEST(bundle, has_one_form) {
    for (const Bundle& whole : {Bundle(outgoing()), Bundle(returning())}) {
        const auto text = text_of(whole);
        EXPECT_FALSE(parse(text + "x"));
        EXPECT_FALSE(parse(text + "0\n"));
        const auto with = [&](std::string_view from, std::string_view to) {
            auto changed = text;
            const auto at = changed.find(from);
            EXPECT_NE(at, std::string::npos) << from;
            return parse(changed.replace(at, from.size(), to));
        };
        EXPECT_FALSE(with("{\"", "{ \""));
        EXPECT_FALSE(with("\"from\":7", "\"from\":-7"));
        EXPECT_FALSE(with("\"from\":7", "\"from\":9007199254740992"));
        EXPECT_FALSE(with("\"person\":\"fr.01\"", "\"person\":\"France\""));
        EXPECT_FALSE(with("\"v\":1", "\"v\":2"));
        EXPECT_FALSE(with("\"v\":1", "\"v\":1,\"x\":1"));
        EXPECT_FALSE(with("\"network\":\"", "\"network\":\"00"));
    }
    EXPECT_FALSE(
        parse("{\"bundle\":\"other\",\"from\":7,\"network\":\"" + id_text(network) + "\",\"person\":\"fr.01\",\"v\":1}\n"));
    auto text = text_of(outgoing());
    EXPECT_FALSE(parse(text.replace(text.find("\n36\n"), 4, "\n036\n")));
    text = text_of(outgoing());
    EXPECT_FALSE(parse(text.replace(text.find("\"submissions\":2"), 15, "\"submissions\":1")));
    text = text_of(returning());   // the same answer in other words
    EXPECT_FALSE(parse(text.replace(text.find("\"title\""), 7, "\"tItle\"")));
}

TEST(bundle, is_bounded_before_it_is_read) {
    EXPECT_EQ(parse_bundle(crypto::Bytes(limits::bundle_bytes_max + 1)).error(), make_error_code(errc::too_large));
    auto bundle = outgoing();
    bundle.submissions.assign(limits::bundle_parts_max, bundle.submissions.front());
    EXPECT_TRUE(parse_bundle(encode_bundle(bundle)));
    bundle.submissions.push_back(bundle.submissions.front());
    EXPECT_FALSE(parse_bundle(encode_bundle(bundle)));
    bundle = outgoing();
    bundle.checkpoint = std::string(limits::seen_bytes_max + 1, 'n');
    EXPECT_FALSE(parse_bundle(encode_bundle(bundle)));
    EXPECT_FALSE(parse(std::string(limits::bundle_head_bytes_max + 1, ' ') + "\n"));
}

TEST(bundle, takes_an_enrolment_and_nothing_that_only_looks_like_one) {
    const auto key = crypto::SigningKey::generate();
    ::test::Network net(crypto::note::Verifier("nfp.example/nfp/0123456789abcdef", key.verify_key()), {}, {"fr"}, 1'790'000'000);
    net.accept(net.founding());
    const auto invitation = net.invitation(net.officer(), "fr.01", "nfp.example:7443");
    auto bundle = outgoing();
    bundle.enrolment = enrolment_call_json(net.enrolment(invitation, net.person("fr.01")), token_of(invitation.secret));
    const auto got = parse_bundle(encode_bundle(bundle));
    ASSERT_TRUE(got);
    EXPECT_EQ(std::get<OutgoingBundle>(*got).enrolment, bundle.enrolment);
    bundle.enrolment->back() = ' ';
    EXPECT_FALSE(parse_bundle(encode_bundle(bundle)));
    bundle.enrolment = "{}";
    EXPECT_FALSE(parse_bundle(encode_bundle(bundle)));
}

TEST(carriage_number, is_the_beginning_of_the_id) {
    EntryId id{};
    for (std::size_t i = 0; i < id.size(); ++i) id[i] = static_cast<std::uint8_t>(i + 1);
    EXPECT_EQ(carriage_number(id), 0x010203040506U);
    EXPECT_LE(carriage_number(crypto::sha256("x")), limits::integer_max);
}

}  // namespace
}  // namespace protocol::wire
