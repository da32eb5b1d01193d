package dev.holdfast.json;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonMergePatchTest {
    /** The cases of RFC 7396 appendix A. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'a':'b'};{'a':'c'};{'a':'c'}",
                "{'a':'b'};{'b':'c'};{'a':'b','b':'c'}",
                "{'a':'b'};{'a':null};{}",
                "{'a':'b','b':'c'};{'a':null};{'b':'c'}",
                "{'a':['b']};{'a':'c'};{'a':'c'}",
                "{'a':'c'};{'a':['b']};{'a':['b']}",
                "{'a':{'b':'c'}};{'a':{'b':'d','c':null}};{'a':{'b':'d'}}",
                "{'a':[{'b':'c'}]};{'a':[1]};{'a':[1]}",
                "['a','b'];['c','d'];['c','d']",
                "{'a':'b'};['c'];['c']",
                "{'a':'foo'};null;null",
                "{'a':'foo'};'bar';'bar'",
                "{'e':null};{'a':1};{'e':null,'a':1}",
                "[1,2];{'a':'b','c':null};{'a':'b'}",
                "{};{'a':{'bb':{'ccc':null}}};{'a':{'bb':{}}}"
            })
    void apply_doesTheCasesOfRfc7396(String target, String patch, String result) {
        assertThat(JsonMergePatch.apply(Json.parse(json(target)), Json.parse(json(patch))))
                .isEqualTo(Json.parse(json(result)));
    }

    /** The example of RFC 7396 section 3. */
    @Test
    void apply_doesTheExampleOfRfc7396() {
        Json target = Json.parse("""
                {"title": "Goodbye!", "author": {"givenName": "John", "familyName": "Doe"},
                 "tags": ["example", "sample"], "content": "This will be unchanged"}""");
        Json patch = Json.parse("""
                {"title": "Hello!", "phoneNumber": "+01-123-456-7890", "author": {"familyName": null},\
                 "tags": ["example"]}""");
        assertThat(JsonMergePatch.apply(target, patch)).isEqualTo(Json.parse("""
                {"title": "Hello!", "author": {"givenName": "John"}, "tags": ["example"],
                 "content": "This will be unchanged", "phoneNumber": "+01-123-456-7890"}"""));
    }

    @Test
    void apply_ofNothingIsTheTarget() {
        Json target = Json.parse(json("{'a':{'b':1}}"));
        assertThat(JsonMergePatch.apply(target, JsonObject.EMPTY)).isSameAs(target);
        assertThat(JsonMergePatch.apply(target, Json.parse(json("{'a':{}}")))).isSameAs(target);
        assertThat(JsonMergePatch.apply(target, Json.parse(json("{'x':null}")))).isSameAs(target);
    }
}
