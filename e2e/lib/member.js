// An official client that can be asked by forms, and listens to states.
import { Heard } from './features.js';
import { connect } from './official.js';

/** A client of a kind, with the questions and notifications it received. */
export class Member {
  heard = new Heard();
  answer = { action: 'accept', content: { erase: true } };

  static async join(url, kind) {
    const member = new Member();
    member.kind = kind;
    member.connection = await connect(kind, { url }, {
      capabilities: { elicitation: { form: {} } },
      prepare: client => {
        client.asked('elicitation/create', request => {
          member.heard.add('asked', request.params.message);
          return member.answer;
        });
        client.told('notifications/resources/updated', told => member.heard.add('updated', told.params.uri));
      },
    });
    member.modern = member.connection.spoken.includes('modern');
    return member;
  }

  call(name, args) {
    return this.connection.call(name, args);
  }

  async subscribe(uri) {
    if (this.modern) {
      this.subscription = await this.connection.client.listen({ resourceSubscriptions: [uri] });
    } else {
      await this.connection.client.subscribeResource({ uri });
    }
  }

  async close() {
    await this.subscription?.close();
    await this.connection.close();
  }
}
